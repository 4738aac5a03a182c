import { studentCritical, studentTwoSidedP } from './distributions.js';
import { finiteOr, insufficient, isInsufficient, problemOfLevel } from './outcome.js';
import type { Interval, Outcome } from './outcome.js';
import { checkSample } from './sample-statistics.js';
import type { SampleStatistics } from './sample-statistics.js';

/** A sum of means with factors, in the unit of the metric, with its test against zero. */
export interface Contrast {
  readonly estimate: number;
  readonly standardError: number;
  readonly degreesOfFreedom: number;
  readonly pValue: number;
  readonly interval: Interval;
}

/**
 * Welch's test for more than two independent samples: c = Σ kᵢ ȳᵢ with
 *
 *   se² = Σ vᵢ,   vᵢ = kᵢ² s²ᵢ/nᵢ,   ν = se⁴ / Σ vᵢ²/(nᵢ − 1)
 *
 * With the factors −1 and 1 it is `welchTest`.
 *
 * Source: Satterthwaite, An approximate distribution of estimates of variance components, Biometrics Bulletin 2 (1946).
 */
export function contrastOf(
  terms: readonly { readonly factor: number; readonly sample: Outcome<SampleStatistics> }[],
  alpha: number,
): Outcome<Contrast> {
  const problem = problemOfLevel(alpha);
  if (problem !== undefined) return problem;
  let estimate = 0;
  const parts: { readonly variance: number; readonly n: number }[] = [];
  for (const { factor, sample } of terms) {
    const known = checkSample(sample);
    if (isInsufficient(known)) return known;
    estimate += factor * known.mean;
    parts.push({ variance: (factor ** 2 * known.variance) / known.n, n: known.n });
  }
  const total = parts.reduce((sum, { variance }) => sum + variance, 0);
  if (!(total > 0)) return insufficient('zero_variance', 'All values of each sample are equal.');
  // By shares of the variance, whose fourth powers would overflow.
  const inverse = parts.reduce((sum, { variance, n }) => sum + (variance / total) ** 2 / (n - 1), 0);
  const degreesOfFreedom = 1 / inverse;
  const standardError = Math.sqrt(total);
  const margin = studentCritical(alpha, degreesOfFreedom) * standardError;
  return finiteOr({
    estimate,
    standardError,
    degreesOfFreedom,
    pValue: studentTwoSidedP(estimate / standardError, degreesOfFreedom),
    interval: { lower: estimate - margin, upper: estimate + margin },
  });
}
