import type { InsufficientDataView, SampleRatioView } from '#libs/contracts';
import { isInsufficient, sampleRatioTest } from '#libs/stats';

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
 */
export function sampleRatioOf(arms: readonly Arm[]): SampleRatioView | InsufficientDataView {
  const ratio = sampleRatioTest(
    arms.map(({ units }) => units),
    arms.map(({ weight }) => weight),
  );
  if (isInsufficient(ratio)) return ratio;
  const smallest = Math.min(...ratio.expected.filter((_, index) => (arms[index]?.weight ?? 0) > 0));
  if (ratio.unplanned.length === 0 && smallest < leastExpected) return tooFewUnits;
  const mismatch = ratio.pValue < alarm;
  return {
    kind: 'estimate',
    chi_square: ratio.statistic,
    degrees_of_freedom: ratio.degreesOfFreedom,
    p_value: ratio.pValue,
    mismatch,
    text: textOf(arms, ratio.unplanned, ratio.expected, mismatch),
  };
}

/** Units that came under different weights have no one planned split. */
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
