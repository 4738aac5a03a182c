import type { estypes } from '@elastic/elasticsearch';
import type { HistoryFilter } from '../history.js';

type Query = estypes.QueryDslQueryContainer;

/** Nothing is scored: each part of the filter is met or not. */
export function queryOf(filter: HistoryFilter): Query {
  const { live, from, to, words = [], actors, ip, fields = {}, minimumScore, maximumScore, properties = [] } = filter;
  const parts: Query[] = [
    { term: { live } },
    { range: { time: { gte: from, lt: to, format: 'epoch_millis' } } },
    ...words.map(({ text, isBeginning }): Query =>
      isBeginning ? { prefix: { words: text } } : { term: { words: text } },
    ),
    ...Object.entries(fields).map(([field, values]): Query => ({ terms: { [field]: [...values] } })),
    ...properties.map(({ name, value }): Query => ({ term: { [`properties.${name}`]: value } })),
  ];
  if (actors !== undefined) parts.push({ terms: { actors: [...actors] } });
  if (ip !== undefined) parts.push({ range: { ip: { gte: ip.first, lte: ip.last } } });
  if (minimumScore !== undefined || maximumScore !== undefined)
    parts.push({
      range: {
        risk_score: {
          ...(minimumScore === undefined ? {} : { gte: minimumScore }),
          ...(maximumScore === undefined ? {} : { lte: maximumScore }),
        },
      },
    });
  return { bool: { filter: parts } };
}
