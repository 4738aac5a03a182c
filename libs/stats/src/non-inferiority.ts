import { sequenceOneSidedP } from './always-valid/confidence-sequence.js';
import type { SequenceOptions } from './always-valid/confidence-sequence.js';
import { problemOfBaseline } from './fieller.js';
import { meanPair } from './mean-pair.js';
import { studentUpperTail } from './one-sided.js';
import { finiteOr, insufficient, isInsufficient } from './outcome.js';
import type { Outcome } from './outcome.js';
import type { MinimumEffect } from './sample-size.js';
import type { SampleStatistics } from './sample-statistics.js';
import type { TestOptions } from './welch-test.js';

/** What a guardrail metric may lose. α is one-sided: 0.025 is that of a two-sided test at 5 %. */
export interface GuardrailOptions extends TestOptions {
  /** The loss that is still accepted, positive: a share of the control's mean, or in the unit of the metric. */
  readonly margin: MinimumEffect;
  /** Which direction of the metric is good. */
  readonly better: 'higher' | 'lower';
  /** Given, both p-values hold at any time, for an automatic stop; absent, at the planned end. */
  readonly sequence?: Omit<SequenceOptions, 'alpha'>;
}

/** How a guardrail stands. */
export interface Guardrail {
  readonly kind: 'estimate';
  readonly method: 'welch' | 'confidence_sequence';
  /** `held`: not worse by the margin. `broken`: worse by more than it, a reason to stop. */
  readonly verdict: 'held' | 'broken' | 'undecided';
  /** Distance from the margin in the good direction, in the unit of the metric: above 0 is inside. */
  readonly distance: number;
  readonly standardError: number;
  /** For the claim that the loss is smaller than the margin. */
  readonly pHeld: number;
  /** For the claim that it is larger. */
  readonly pBroken: number;
}

/**
 * Non-inferiority of a treatment by a margin m. "No significant harm" is no evidence of no harm: a guardrail that
 * nobody measured well would always hold. Here the claim is turned round, and has to be shown:
 *
 *   relative   μ_B > (1 − m) μ_A where higher is better, μ_B < (1 + m) μ_A where lower is
 *   absolute   μ_B − μ_A > −m, or < m
 *
 * by the statistic of the contrast ȳ_B − (1 ∓ m) ȳ_A with the variance v_B + (1 ∓ m)² v_A, which is Fieller's: a
 * relative margin holds exactly when the end of Fieller's interval (at 2α, two-sided) is inside it.
 *
 * Source: Rothmann, Wiens & Chan, Design and analysis of non-inferiority trials (2011), chapter 5.
 *
 * @example A and B of `welchTest`, higher is better, margin 5 % relative, α 0.025
 *          // distance 0.3105, held, pHeld 0.00582
 */
export function nonInferiority(
  control: Outcome<SampleStatistics>,
  treatment: Outcome<SampleStatistics>,
  { alpha, covariance: shared, margin, better, sequence }: GuardrailOptions,
): Outcome<Guardrail> {
  const pair = meanPair(control, treatment, alpha, shared);
  if (isInsufficient(pair)) return pair;
  if (!(margin.value >= 0 && Number.isFinite(margin.value))) {
    return insufficient('out_of_range', 'The margin of a guardrail is a loss of zero or more.');
  }
  const problem = margin.kind === 'relative' ? problemOfBaseline(pair) : undefined;
  if (problem !== undefined) return problem;
  const sign = better === 'higher' ? 1 : -1;
  /** The control's mean counts 1 ∓ m times in a relative contrast, once in an absolute one. */
  const factor = margin.kind === 'relative' ? 1 - sign * margin.value : 1;
  const allowed = margin.kind === 'relative' ? 0 : margin.value;
  const distance = sign * (pair.difference + (1 - factor) * pair.control.mean) + allowed;
  const { controlVariance, treatmentVariance, covariance, degreesOfFreedom } = pair;
  const variance = treatmentVariance - 2 * factor * covariance + factor ** 2 * controlVariance;
  if (!(variance > 0)) return insufficient('zero_variance', 'Nothing varies that the margin is measured with.');
  const standardError = Math.sqrt(variance);
  const z = distance / standardError;
  const tail = (statistic: number): number =>
    sequence === undefined
      ? studentUpperTail(statistic, degreesOfFreedom)
      : sequenceOneSidedP(statistic, pair.control.n + pair.treatment.n, { ...sequence, alpha });
  const [pHeld, pBroken] = [tail(z), tail(-z)];
  return finiteOr({
    kind: 'estimate',
    method: sequence === undefined ? 'welch' : 'confidence_sequence',
    verdict: pHeld <= alpha ? 'held' : pBroken <= alpha ? 'broken' : 'undecided',
    distance,
    standardError,
    pHeld,
    pBroken,
  });
}
