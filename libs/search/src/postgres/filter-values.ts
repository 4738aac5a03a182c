import type { HistoryField, HistoryFilter, HistoryPlace } from '../history.js';
import { lexemesOf } from './lexemes.js';

const fields: readonly HistoryField[] = [
  'kind',
  'source',
  'name',
  'distinct_id',
  'device',
  'card',
  'email',
  'project',
  'pledge',
  'country',
  'disposition',
  'risk_level',
  'reason',
  'category',
  'currency',
];

/** The parameters of `match_documents`. */
export function filterValues(
  filter: HistoryFilter,
  { generation, arrival }: { readonly generation: number; readonly arrival: number },
  after?: HistoryPlace,
): Record<string, unknown> {
  return {
    generation,
    arrival,
    live: filter.live,
    from_time: new Date(filter.from),
    to_time: new Date(filter.to),
    words: lexemesOf(filter.words ?? [], filter.properties ?? []),
    actors: filter.actors ?? null,
    ip_first: filter.ip?.first ?? null,
    ip_last: filter.ip?.last ?? null,
    ...Object.fromEntries(fields.map((field) => [field, filter.fields?.[field] ?? null])),
    minimum_score: filter.minimumScore ?? null,
    maximum_score: filter.maximumScore ?? null,
    after_time: after === undefined ? null : new Date(after.time),
    after_id: after?.id ?? null,
  };
}
