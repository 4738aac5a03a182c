import type { LookCap } from '#libs/contracts';
import type { Aggregate } from '../aggregate/aggregate.js';
import type { AggregateLine } from '../aggregate/aggregate-line.js';
import { lineName, type MetricLine } from '../metric/metric-line.js';
import type { FoundLine, VariantSums } from './reading.js';

/** Of a quantile, with the values at its places. */
export function withRanks(totals: readonly VariantSums[], { lines, ranks }: Aggregate, index: number): VariantSums[] {
  const own = ranks.find(({ line }) => line === index + 1);
  const alpha = lines[index]?.quantile?.alpha;
  return totals.map((one) => {
    const found = own?.variants.find(({ variant }) => variant === one.variant);
    if (found === undefined || alpha === undefined) return one;
    return { ...one, ranked: { estimate: found.estimate, closed: found.closed, alpha } };
  });
}

/** What a line is capped at where that is a percentile, and the look that has frozen it. */
export function capFound(
  { cap: value }: AggregateLine,
  line: MetricLine,
  caps: readonly LookCap[],
): Pick<FoundLine, 'cap'> {
  const { cap } = line.definition;
  if (cap === null || 'absolute' in cap) return {};
  const look = caps.find((one) => lineName(one) === lineName(line))?.look ?? null;
  return { cap: { value, look } };
}
