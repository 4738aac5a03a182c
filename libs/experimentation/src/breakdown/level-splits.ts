import type { InsufficientDataView, LevelSplit } from '#libs/contracts';
import { holmAdjust, isInsufficient } from '#libs/stats';
import type { LevelName } from '../aggregate/levels.js';
import type { Experiment } from '../experiment/experiment.js';
import { phasesOf, weightsOf } from '../experiment/phases.js';
import { alarm, noOneSplit, sampleRatioOf } from '../results/sample-ratio.js';
import type { FoundLevelLine } from './breakdown.js';

type Split = LevelSplit | InsufficientDataView;

export const levelKey = ({ kind, level }: LevelName): string => JSON.stringify([kind, level]);

/** Whether each level's units are split as planned, by Holm: of twenty levels one would be an alarm twenty times as often. */
export function levelSplits(experiment: Experiment, levels: FoundLevelLine['levels']): ReadonlyMap<string, Split> {
  // Units by level are not known by phase, closed windows aside.
  if (experiment.reweightedAt !== null || phasesOf(experiment).length > 1)
    return new Map(levels.map((one) => [levelKey(one), noOneSplit]));
  const weights = weightsOf(experiment);
  const ratios = levels.map((one) => ({
    key: levelKey(one),
    ratio: sampleRatioOf([
      one.variants.map(({ variant, units }) => ({ variant, units, weight: weights[variant] ?? 0 })),
    ]),
  }));
  const known = ratios.flatMap(({ key, ratio }) => (ratio.kind === 'estimate' ? [{ key, p: ratio.p_value }] : []));
  const adjusted = holmAdjust(known.map(({ p }) => p));
  const pOf = (key: string, p: number): number =>
    isInsufficient(adjusted) ? p : (adjusted.pValues[known.findIndex((one) => one.key === key)] ?? 1);
  return new Map(
    ratios.map(({ key, ratio }): [string, Split] => {
      if (ratio.kind !== 'estimate') return [key, ratio];
      const p_value = pOf(key, ratio.p_value);
      return [key, { kind: 'estimate', p_value, mismatch: p_value < alarm }];
    }),
  );
}
