import type { LeftOutView, ReadoutNote } from '#libs/contracts';
import type { Experiment } from '../experiment/experiment.js';
import type { LeftOut } from './reading.js';

/** By reason, that of most units first. */
export function leftOutView(found: readonly LeftOut[]): LeftOutView[] {
  const reasons = [...new Set(found.map(({ reason }) => reason))];
  return reasons
    .map((reason) => {
      const own = found.filter((one) => one.reason === reason);
      const variants = own.flatMap(({ variant, units }) => (variant === null ? [] : [{ variant, units }]));
      return { reason, units: own.reduce((sum, { units }) => sum + units, 0), variants };
    })
    .toSorted((one, other) => other.units - one.units || (one.reason < other.reason ? -1 : 1));
}

export function leftOutNotes(found: readonly LeftOut[]): ReadoutNote[] {
  const all = leftOutView(found);
  if (all.length === 0) return [];
  const text = all.map(({ reason, units }) => `${units.toLocaleString('en-US')} ${reason}`).join(', ');
  return [{ code: 'left_out', text: `Left out, by what was known at the first exposure: ${text}.` }];
}

/** What was not planned: whoever reads it should know that it came later. */
export const exclusionNotes = ({ pinnedExclusions }: Experiment): ReadoutNote[] =>
  pinnedExclusions.flatMap(({ fact, version, added_at }) => {
    if (added_at === null) return [];
    const text = `Version ${version} of ${fact} leaves units out since ${added_at}: that was not planned, and looks of before counted them.`;
    return [{ code: 'exclusion_added' as const, text }];
  });
