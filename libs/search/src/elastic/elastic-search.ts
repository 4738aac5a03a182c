import type { Client, estypes } from '@elastic/elasticsearch';
import type { HistoryFilter } from '../history.js';
import { monthOf } from '../month.js';
import { questionMs, tooSlow } from '../refusals.js';
import { asking, statusOf } from './elastic-client.js';
import type { ElasticNames } from './elastic-names.js';

export type Search = Omit<estypes.SearchRequest, 'index' | 'timeout' | 'allow_partial_search_results'>;

/** Searches, whole or not at all, within the time that one question may take. */
export class ElasticSearch {
  constructor(
    readonly client: Client,
    readonly names: ElasticNames,
  ) {}

  /** The months of the live generation that a filter's range touches. Of two under the alias the later generation counts. */
  async months({ from, to }: HistoryFilter): Promise<string[]> {
    const found = await asking(this.client.indices.getAlias({ name: this.names.alias })).catch((error: unknown) => {
      if (statusOf(error) === 404) return {};
      throw error;
    });
    const months = Object.keys(found).flatMap((index) => {
      const parsed = this.names.parse(index);
      return parsed === undefined ? [] : [{ index, ...parsed }];
    });
    const live = Math.max(...months.map(({ generation }) => generation));
    const [first, last] = [monthOf(from), monthOf(to)];
    return months
      .filter(({ generation, month }) => generation === live && month >= first && month <= last)
      .map(({ index }) => index);
  }

  /** @throws VerdictError `invalid` when it takes too long. */
  async run(request: Search, index?: readonly string[]): Promise<estypes.SearchResponse> {
    const answer = await asking(
      this.client.search({
        ...request,
        ...(index === undefined ? {} : { index: [...index], ignore_unavailable: true }),
        timeout: `${questionMs}ms`,
        allow_partial_search_results: false,
      }),
    );
    if (answer.timed_out) throw tooSlow();
    return answer;
  }
}
