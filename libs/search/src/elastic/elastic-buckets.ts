import type { estypes } from '@elastic/elasticsearch';
import { historyLimits, type HistoryFacet, type HistoryShare } from '#libs/contracts';
import type { HistoryCount } from '../history.js';

/** A bucket of an aggregation by terms, with those below it. */
export interface Bucket {
  readonly key: string | number;
  readonly doc_count: number;
  readonly [below: string]: unknown;
}

/** Of each month's index so many values are put together: counts are exact up to as many values a month. */
const valuesOfMonth = 1_000;

export const termsOf = (field: HistoryFacet | HistoryShare | 'actor', size: number = historyLimits.facetValues) =>
  ({
    terms: { field, size, shard_size: Math.max(valuesOfMonth, size), order: [{ _count: 'desc' }, { _key: 'asc' }] },
  }) satisfies estypes.AggregationsAggregationContainer;

export function bucketsOf(aggregation: unknown): readonly Bucket[] {
  const { buckets } = aggregation as { readonly buckets: readonly Bucket[] };
  return buckets;
}

export const countsOf = (aggregation: unknown): HistoryCount[] =>
  bucketsOf(aggregation).map(({ key, doc_count }) => ({ value: String(key), items: doc_count }));

export const valueOf = (aggregation: unknown): number => (aggregation as { readonly value: number | null }).value ?? 0;
