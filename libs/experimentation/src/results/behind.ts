import type { FactDataThrough, ReadoutNote } from '#libs/contracts';
import { dayStart, zonedDay } from '../aggregate/days.js';
import { zoneOf, type Experiment } from '../experiment/experiment.js';
import type { Reading } from './reading.js';

/** Facts that are not loaded through the last whole day of a reading: what happened since is missing from them. */
export function behindNotes(experiment: Experiment, { dataThrough, facts }: Reading): ReadoutNote[] {
  const zone = zoneOf(experiment);
  const whole = new Date(dayStart(zonedDay(dataThrough, zone), zone)).toISOString();
  return (facts ?? []).flatMap((one) =>
    one.data_through !== null && one.data_through >= whole ? [] : [{ code: 'fact_behind', text: textOf(one, whole) }],
  );
}

function textOf({ fact, data_through, tables }: FactDataThrough, whole: string): string {
  const behind = tables.filter((one) => one.data_through === null || one.data_through < whole);
  const names = behind.map(({ table }) => table).join(', ');
  return data_through === null
    ? `Nothing of ${names} is loaded, which the fact ${fact} reads: its metrics lack what happened.`
    : `The fact ${fact} is loaded through ${data_through} only (${names}): its metrics lack what happened since, in every variant alike.`;
}
