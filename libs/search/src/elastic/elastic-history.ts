import { historyLimits, type HistoryFacet, type HistoryInterval, type HistoryShare } from '#libs/contracts';
import type {
  History,
  HistoryFilter,
  HistoryLine,
  HistoryListing,
  HistoryPlace,
  HistorySummary,
  SharedValue,
} from '../history.js';
import { expiredPlace } from '../refusals.js';
import { bucketsOf, countsOf, termsOf } from './elastic-buckets.js';
import { asking, statusOf } from './elastic-client.js';
import { queryOf } from './elastic-query.js';
import type { ElasticSearch } from './elastic-search.js';
import { elasticShares } from './elastic-shares.js';
import { documentOf, unreadFields } from './elastic-source.js';

const keepAlive = '2m';
const checkMs = 1_500;

/** What is asked of the history in Elasticsearch. */
export class ElasticHistory implements History {
  constructor(private readonly search: ElasticSearch) {}

  async list(filter: HistoryFilter, limit: number, after?: HistoryPlace): Promise<HistoryListing> {
    const pin = after?.pin ?? (await this.pin(filter));
    if (pin === undefined) return { documents: [] };
    const answer = await this.search
      .run({
        pit: { id: pin, keep_alive: keepAlive },
        query: queryOf(filter),
        sort: [{ time: 'desc' }, { id: 'desc' }],
        size: limit + 1,
        track_total_hits: false,
        _source_excludes: unreadFields,
        ...(after === undefined ? {} : { search_after: [after.time, after.id] }),
      })
      .catch((error: unknown) => {
        // 404: its time is over. 400: not an id of this server's.
        const status = statusOf(error);
        throw after !== undefined && (status === 404 || status === 400) ? expiredPlace() : error;
      });
    const { hits } = answer.hits;
    // The pin has been with the caller: only what lies in our own indices is shown.
    if (hits.some(({ _index }) => this.search.names.parse(_index) === undefined)) throw expiredPlace();
    const documents = hits.slice(0, limit).map(({ _source }) => documentOf(_source));
    const last = documents.at(-1);
    const current = answer.pit_id ?? pin;
    if (hits.length > limit && last !== undefined)
      return { documents, next: { time: last.time, id: last.id, pin: current } };
    await this.search.client.closePointInTime({ id: current }).catch(() => undefined);
    return { documents };
  }

  async summarise(filter: HistoryFilter, facets: readonly HistoryFacet[]): Promise<HistorySummary> {
    const months = await this.search.months(filter);
    if (months.length === 0) return { total: 0, facets: Object.fromEntries(facets.map((facet) => [facet, []])) };
    const answer = await this.search.run(
      {
        size: 0,
        query: queryOf(filter),
        track_total_hits: historyLimits.countedTotal,
        aggs: Object.fromEntries(facets.map((facet) => [facet, termsOf(facet)])),
      },
      months,
    );
    return {
      total: totalOf(answer.hits.total),
      facets: Object.fromEntries(facets.map((facet) => [facet, countsOf(answer.aggregations?.[facet])])),
    };
  }

  async count(filter: HistoryFilter, by: HistoryFacet, interval: HistoryInterval): Promise<readonly HistoryLine[]> {
    const months = await this.search.months(filter);
    if (months.length === 0) return [];
    const answer = await this.search.run(
      {
        size: 0,
        track_total_hits: false,
        query: queryOf(filter),
        aggs: {
          lines: {
            ...termsOf(by),
            aggs: { points: { date_histogram: { field: 'time', calendar_interval: interval, min_doc_count: 1 } } },
          },
        },
      },
      months,
    );
    return bucketsOf(answer.aggregations?.['lines']).map((line) => ({
      value: String(line.key),
      items: line.doc_count,
      points: bucketsOf(line['points']).map(({ key, doc_count }) => ({ time: Number(key), items: doc_count })),
    }));
  }

  share(entity: HistoryFilter, by: readonly HistoryShare[]): Promise<readonly SharedValue[]> {
    return elasticShares(this.search, entity, by);
  }

  async check(): Promise<void> {
    await asking(this.search.client.cluster.health({ timeout: '1s' }, { requestTimeout: checkMs }));
  }

  /** Undefined where there is nothing to list. */
  private async pin(filter: HistoryFilter): Promise<string | undefined> {
    const index = await this.search.months(filter);
    if (index.length === 0) return undefined;
    const { id } = await asking(
      this.search.client.openPointInTime({ index, keep_alive: keepAlive, ignore_unavailable: true }),
    );
    return id;
  }
}

/** A total is a number where the server was asked to count; beyond the limit one more stands for more. */
function totalOf(total: number | { readonly value: number; readonly relation: string } | undefined): number {
  if (typeof total === 'number') return total;
  if (total === undefined) return 0;
  return total.relation === 'gte' ? historyLimits.countedTotal + 1 : total.value;
}
