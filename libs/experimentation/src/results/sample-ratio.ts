import type { InsufficientDataView, SampleRatioView } from '#libs/contracts';
import { isInsufficient, stratifiedSampleRatio, type PlannedCounts } from '#libs/stats';

/** Under this p-value the split is called broken. Read daily for 60 days it gives 1.25 % false alarms. */
export const alarm = 0.001;

/**
 * Units that each variant must have by the plan: under it χ² is no approximation, and next to nothing "holds".
 * W. G. Cochran, "Some methods for strengthening the common χ² tests", Biometrics 10 (1954), 417–451.
 */
const leastExpected = 5;

export interface Arm {
  readonly variant: string;
  readonly units: number;
  readonly weight: number;
}

/**
 * Whether the units are split as planned, once there are enough to tell. A variant that was planned without traffic, or
 * not at all, has the weight 0: any unit in it is an alarm, however few there are.
 *
 * @param phases the arms of each phase, in one order, with the weights that were in force; one that is too small to tell is left
 *   out of several
 */
export function sampleRatioOf(phases: readonly (readonly Arm[])[]): SampleRatioView | InsufficientDataView {
  const telling = phases.filter((arms) => isUnplanned(arms) || isLarge(arms));
  const told = telling.length === 0 ? phases : telling;
  const ratio = stratifiedSampleRatio(told.map(plannedOf));
  if (isInsufficient(ratio)) return ratio;
  if (telling.length === 0) return tooFewUnits;
  const mismatch = ratio.pValue < alarm;
  const all = (told[0] ?? []).map((arm, index) => ({
    ...arm,
    units: sumOf(told.map((arms) => arms[index]?.units ?? 0)),
  }));
  return {
    kind: 'estimate',
    chi_square: ratio.statistic,
    degrees_of_freedom: ratio.degreesOfFreedom,
    p_value: ratio.pValue,
    mismatch,
    text: textOf(all, ratio.unplanned, ratio.expected, mismatch),
  };
}

const plannedOf = (arms: readonly Arm[]): PlannedCounts => ({
  counts: arms.map(({ units }) => units),
  weights: arms.map(({ weight }) => weight),
});

const isUnplanned = (arms: readonly Arm[]): boolean => arms.some(({ units, weight }) => units > 0 && weight === 0);

function isLarge(arms: readonly Arm[]): boolean {
  const [units, weight] = [sumOf(arms.map((one) => one.units)), sumOf(arms.map((one) => one.weight))];
  return arms.every((one) => one.weight === 0 || (units * one.weight) / weight >= leastExpected);
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** Of readings from before phases were kept. */
export const noOneSplit: InsufficientDataView = {
  kind: 'insufficient_data',
  why: 'weights_changed',
  detail: 'The weights changed while units came in: there is no one split to hold them against.',
};

const tooFewUnits: InsufficientDataView = {
  kind: 'insufficient_data',
  why: 'too_few_units',
  detail: `Whether the split holds is not told before ${leastExpected} units are expected in each variant.`,
};

function textOf(
  arms: readonly Arm[],
  unplanned: readonly number[],
  expected: readonly number[],
  mismatch: boolean,
): string {
  if (!mismatch) return 'The units are split as planned.';
  const names = unplanned.map((index) => arms[index]?.variant).join(', ');
  if (names !== '')
    return `Units met variants that were planned without traffic: ${names}. Find out why before reading on.`;
  const split = arms
    .map(({ variant, units }, index) => `${variant} ${whole(units)} of ${whole(expected[index] ?? 0)}`)
    .join(', ');
  return `The units are not split as planned (${split} expected): some are lost or added by variant, so no effect here can be trusted.`;
}

const whole = (value: number): string => Math.round(value).toLocaleString('en-US');
