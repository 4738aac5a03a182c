import { withoutHeader, type SlotValues, type Statement } from '#libs/postgres';
import { quoted } from './sql-text.js';

interface Located {
  /** With `meeting`, `ip4` and `ip6`, besides these columns. */
  readonly relation: string;
  readonly columns: readonly string[];
  readonly moment: string;
}

const located: Readonly<Record<string, Located>> = {
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
  'geo/locate_addresses': { relation: 'asked', columns: ['place'], moment: 'moment' },
};

interface Texts {
  statement(name: string, slots?: SlotValues): Statement;
}

/** What makes a statement one of those that say where something was from; undefined for any other. */
export function geoViewSlots(book: Texts, name: string): SlotValues | undefined {
  const view = located[name];
  if (view === undefined) return undefined;
  const { relation, columns, moment } = view;
  const carried = columns.map((column) => `    located.${quoted(column)} AS ${quoted(column)}`).join(',\n');
  const shown = columns.map((column) => `  matched.${quoted(column)} AS ${quoted(column)}`).join(',\n');
  return { matched: withoutHeader(book.statement('geo/part/match_ranges', { relation, moment, carried, shown })) };
}
