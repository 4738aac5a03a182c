import type { BreakdownAnswer, InsufficientDataView } from '#libs/contracts';
import { fiellerInterval, isInsufficient, postStratified, welchTest } from '#libs/stats';
import { absoluteView, relativeView } from '../results/effects.js';
import { strataOf, type LevelPair } from './strata.js';

type Effect = BreakdownAnswer['metrics'][number]['post_stratified'][number];

/** One treatment's effect with the levels in the same shares on both sides. */
export function postStratifiedOf(
  variant: string,
  levels: readonly LevelPair[],
  { alpha, factor }: { readonly alpha: number; readonly factor: number },
): Effect {
  const strata = strataOf(levels);
  if (strata.length < 2) return { variant, ...oneLevel };
  const pair = postStratified(strata);
  if (isInsufficient(pair)) return { variant, kind: pair.kind, why: pair.why, detail: pair.detail };
  const { control, treatment, covariance, varianceReduction } = pair;
  const options = { alpha, covariance };
  return {
    kind: 'post_stratified',
    variant,
    strata: strata.length,
    variance_reduction: varianceReduction,
    absolute: absoluteView(welchTest(control, treatment, options), factor),
    relative: relativeView(fiellerInterval(control, treatment, options)),
  };
}

const oneLevel: InsufficientDataView = {
  kind: 'insufficient_data',
  why: 'one_level',
  detail: 'There are no two levels with units enough to weigh them.',
};
