import { insufficient } from './outcome.js';
import type { Outcome } from './outcome.js';

/** Adjusted p-values in the order of the input: compare each with the level of the whole family. */
export interface AdjustedPValues {
  readonly kind: 'estimate';
  readonly method: 'holm' | 'benjamini_hochberg';
  readonly pValues: readonly number[];
}

/**
 * Holm's step-down adjustment: the probability of even one false positive in the family stays under α, whatever
 * the dependence. In ascending order p̃₍ᵢ₎ = maxⱼ≤ᵢ min(1, (m − j + 1) p₍ⱼ₎).
 *
 * Source: Holm, A simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics 6 (1979).
 *
 * @example holmAdjust([0.01, 0.04, 0.03, 0.005, 0.55, 0.6]) // .05 .12 .12 .03 1 1
 */
export function holmAdjust(pValues: readonly number[]): Outcome<AdjustedPValues> {
  return adjust('holm', pValues, (ascending) => {
    let highest = 0;
    return ascending.map((p, index) => {
      highest = Math.max(highest, Math.min(1, (ascending.length - index) * p));
      return highest;
    });
  });
}

/**
 * Benjamini and Hochberg's step-up adjustment: of what is called a discovery, on average at most α is false
 * (independent or positively dependent tests). In ascending order p̃₍ᵢ₎ = minⱼ≥ᵢ min(1, m p₍ⱼ₎ / j).
 *
 * Source: Benjamini & Hochberg, Controlling the false discovery rate, JRSS B 57 (1995).
 *
 * @example benjaminiHochbergAdjust([0.005, 0.06, 0.007, 0.04, 0.01, 0.03]) // .02 .06 .02 .048 .02 .045
 */
export function benjaminiHochbergAdjust(pValues: readonly number[]): Outcome<AdjustedPValues> {
  return adjust('benjamini_hochberg', pValues, (ascending) => {
    let lowest = 1;
    return ascending.reduceRight<number[]>((adjusted, p, index) => {
      // The factor first: it is never under 1, so rounding never takes a p-value below itself.
      lowest = Math.min(lowest, (ascending.length / (index + 1)) * p);
      adjusted[index] = lowest;
      return adjusted;
    }, []);
  });
}

function adjust(
  method: AdjustedPValues['method'],
  pValues: readonly number[],
  adjustAscending: (ascending: readonly number[]) => readonly number[],
): Outcome<AdjustedPValues> {
  if (!pValues.every((p) => p >= 0 && p <= 1)) return insufficient('out_of_range', 'A p-value is not in [0, 1].');
  const order = pValues.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p);
  const adjusted = adjustAscending(order.map(({ p }) => p));
  const result = [...pValues];
  order.forEach(({ index }, rank) => (result[index] = adjusted[rank] ?? 1));
  return { kind: 'estimate', method, pValues: result };
}
