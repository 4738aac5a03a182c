import { withoutHeader, type SlotValues } from '#libs/postgres';
import type { StatementBook } from './statement-book.js';
import { quoted } from './sql-text.js';

interface Located {
  /** With `meeting`, `ip4` and `ip6`, besides these columns. */
  readonly relation: string;
  readonly columns: readonly string[];
  readonly moment: string;
}

const views: Readonly<Record<string, Located>> = {
  'view/create_event_geo': {
    relation: 'addressed_event',
    columns: ['identity', 'name', 'live', 'time'],
    moment: 'dated_at',
  },
  'view/create_pledge_geo': {
    relation: 'addressed_pledge',
    columns: ['pledge_id', 'live', 'pledged_at'],
    moment: 'pledged_at',
  },
};

/** What makes a statement of the schema one of the views that say where something was from; nothing for any other. */
export function geoViewSlots(book: Pick<StatementBook, 'statement'>, name: string): SlotValues {
  const view = views[name];
  if (view === undefined) return {};
  const { relation, columns, moment } = view;
  const carried = columns.map((column) => `    located.${quoted(column)} AS ${quoted(column)}`).join(',\n');
  const shown = columns.map((column) => `  matched.${quoted(column)} AS ${quoted(column)}`).join(',\n');
  return { matched: withoutHeader(book.statement('geo/part/match_ranges', { relation, moment, carried, shown })) };
}
