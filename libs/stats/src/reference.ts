import { normalCritical, normalTwoSidedP, studentCritical, studentTwoSidedP } from './distributions.js';
import type { MeanPair } from './mean-pair.js';

/**
 * What a procedure makes of a statistic d/se: how many standard errors its interval reaches to each side, and the
 * p-value. Fixed horizon, group-sequential bound, confidence sequence and adjusted final interval differ in nothing
 * else, so every one of them has its absolute and its relative interval from the same few lines.
 */
export interface Reference {
  /** The interval begins at d − below·se. */
  readonly below: number;
  /** It ends at d + above·se. */
  readonly above: number;
  readonly pValue: (statistic: number) => number;
}

/** Student's t with Welch's degrees of freedom, or the normal distribution; two-sided. */
export function referenceOf(
  { degreesOfFreedom }: MeanPair,
  alpha: number,
  distribution: 'student' | 'normal',
): Reference {
  if (distribution === 'normal') {
    const critical = normalCritical(alpha);
    return { below: critical, above: critical, pValue: normalTwoSidedP };
  }
  const critical = studentCritical(alpha, degreesOfFreedom);
  return { below: critical, above: critical, pValue: (t) => studentTwoSidedP(t, degreesOfFreedom) };
}
