import type { PullView } from '#libs/contracts';
import { snapshotTable } from '#libs/warehouse';
import { counted } from '../terminal/counted.js';
import { describeLeftAside, type LeftAside } from './left-aside.js';

/** What a pull that is whole has brought, for people; of one that was there before, since when. */
export function describePulled(
  { table, day, mode, counts, finished_at }: PullView,
  wasThere: boolean,
  aside: LeftAside | undefined,
): string {
  const { rows = 0, quarantined = 0, warnings = {} } = counts ?? {};
  const notes = [
    ...(mode === 'delta' ? ['changed since the day before'] : []),
    ...Object.entries(warnings).map(([why, count]) => `${count.toLocaleString('en-US')} ${why.replaceAll('_', ' ')}`),
    ...(wasThere ? [`there already, pulled ${minuteOf(finished_at)}: --again pulls it anew`] : []),
  ];
  const lines = [
    `${table} of ${day}: ${counted(rows, 'row')}${notes.map((note) => `, ${note}`).join('')}`,
    ...(aside === undefined ? [] : describeLeftAside(aside, quarantined)),
  ];
  return `${lines.join('\n')}\n`;
}

/** Where its rows are to be found, and what lets people ask about them. */
export function describeLoaded({ source, table, day, mode }: PullView): string {
  if (mode === 'events') return `${table} of ${day} is loaded among the events.\n`;
  const name = snapshotTable({ source, table });
  return `${table} of ${day} is loaded as ${name}. Who wants to ask about it: npx verdict warehouse publish ${name}\n`;
}

/** A time of the API's, to the minute. */
const minuteOf = (time: Date | string | null): string =>
  time === null ? '' : `${new Date(time).toISOString().slice(0, 'YYYY-MM-DDTHH:mm'.length).replace('T', ' ')} UTC`;
