import { historyLimits, type HistoryShare } from '#libs/contracts';
import { parseIp } from '#libs/ip';
import type { HistoryFilter, SharedValue } from '../history.js';
import { bucketsOf, termsOf, valueOf, type Bucket } from './elastic-buckets.js';
import { queryOf } from './elastic-query.js';
import type { ElasticSearch } from './elastic-search.js';

/** Up to so many others the count of them is exact. */
const exactOthers = 3_000;
const flagged = { terms: { disposition: ['manual_review', 'reject'] } };

type Own = Readonly<Partial<Record<HistoryShare, ReadonlyMap<string, number>>>>;

/** What an entity's documents share with others: first its own values, then who else has them. */
export async function elasticShares(
  search: ElasticSearch,
  entity: HistoryFilter,
  by: readonly HistoryShare[],
): Promise<SharedValue[]> {
  const months = await search.months(entity);
  if (months.length === 0) return [];
  const own = await ownValues(search, months, entity, by);
  const fields = by.filter((field) => (own[field]?.size ?? 0) > 0);
  if (fields.length === 0) return [];
  const { live, from, to } = entity;
  const answer = await search.run(
    {
      size: 0,
      track_total_hits: false,
      query: { bool: { filter: [queryOf({ live, from, to })], must_not: [queryOf(entity)] } },
      aggs: Object.fromEntries(fields.map((field) => [field, sharing(field, [...(own[field]?.keys() ?? [])])])),
    },
    months,
  );
  return fields.flatMap((field) => {
    const found = new Map(
      bucketsOf(below(answer.aggregations?.[field])).map((bucket) => [textOf(field, bucket), bucket]),
    );
    return [...(own[field] ?? [])].flatMap(([value, items]) => {
      const bucket = found.get(value);
      return bucket === undefined ? [] : [sharedValue(field, value, items, bucket)];
    });
  });
}

async function ownValues(
  search: ElasticSearch,
  months: readonly string[],
  entity: HistoryFilter,
  by: readonly HistoryShare[],
): Promise<Own> {
  const answer = await search.run(
    {
      size: 0,
      track_total_hits: false,
      query: queryOf(entity),
      aggs: Object.fromEntries(by.map((field) => [field, termsOf(field, historyLimits.sharedValues)])),
    },
    months,
  );
  return Object.fromEntries(
    by.map((field) => [
      field,
      new Map(bucketsOf(answer.aggregations?.[field]).map((bucket) => [textOf(field, bucket), bucket.doc_count])),
    ]),
  );
}

/** Only documents that have one of the values are looked at. */
const sharing = (field: HistoryShare, values: readonly string[]) => ({
  filter: { terms: { [field]: [...values] } },
  aggs: {
    values: {
      terms: { field, include: [...values], size: values.length },
      aggs: {
        others: { cardinality: { field: 'actor', precision_threshold: exactOthers } },
        sharers: {
          ...termsOf('actor', historyLimits.sharers),
          aggs: { flagged: { filter: flagged }, last: { max: { field: 'time' } } },
        },
      },
    },
  },
});

const below = (aggregation: unknown): unknown => (aggregation as { readonly values: unknown }).values;

const textOf = (field: HistoryShare, { key }: Bucket): string =>
  field === 'ip' ? (parseIp(String(key))?.text ?? String(key)) : String(key);

const sharedValue = (by: HistoryShare, value: string, own: number, bucket: Bucket): SharedValue => ({
  by,
  value,
  own,
  items: bucket.doc_count,
  others: valueOf(bucket['others']),
  sharers: bucketsOf(bucket['sharers']).map((sharer) => ({
    id: String(sharer.key),
    items: sharer.doc_count,
    flagged: (sharer['flagged'] as { readonly doc_count: number }).doc_count,
    lastTime: valueOf(sharer['last']),
  })),
});
