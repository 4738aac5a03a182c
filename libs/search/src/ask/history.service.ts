import {
  historyLimits,
  historyShares,
  type Clock,
  type EventListQuery,
  type HistoryCountsQuery,
  type HistoryCountsView,
  type HistoryInterval,
  type HistoryItem,
  type HistoryPage,
  type HistoryRange,
  type HistoryRefusedQuery,
  type HistoryRefusedView,
  type HistoryRelatedQuery,
  type HistoryRelatedView,
  type HistorySearchPage,
  type HistorySearchQuery,
  type HistoryTimelineQuery,
  type Principal,
} from '#libs/contracts';
import type { Database } from '#libs/postgres';
import type { HistoryDocument, HistoryFilter } from '../history.js';
import type { OpenHistory } from '../open-history.js';
import { readCursor, writeCursor } from './cursor.js';
import { Links } from './links.repository.js';
import { entityOf, partsOf, rangeOf, refusal, type Filters, type Parts } from './question.js';
import { relativesOf } from './related.js';

const dayMs = 86_400_000;
const intervalMs: Readonly<Record<HistoryInterval, number>> = {
  hour: 3_600_000,
  day: dayMs,
  week: 7 * dayMs,
  month: 28 * dayMs,
};

/** What people ask of the history: whatever the store, with visitors told as the backers that they became. */
export class HistoryService {
  private readonly links: Links;

  constructor(
    private readonly database: Database,
    private readonly opened: Pick<OpenHistory, 'store' | 'history'>,
    private readonly clock: Clock,
  ) {
    this.links = new Links(database);
  }

  async search(query: HistorySearchQuery, caller: Principal): Promise<HistorySearchPage> {
    const { limit, cursor, facets, ...question } = query;
    const { page, filter } = await this.list({ ...question, live: seenBy(query, caller) }, { limit, cursor });
    if (cursor !== undefined) return { ...page, total: null, facets: {} };
    const { total, facets: counts } = await this.opened.history.summarise(filter, facets ?? []);
    const items = Math.min(total, historyLimits.countedTotal);
    return { ...page, total: { items, is_exact: items === total }, facets: counts };
  }

  async timeline(query: HistoryTimelineQuery | EventListQuery, caller: Principal): Promise<HistoryPage> {
    const { limit, cursor, ...question } = query;
    return (await this.list({ ...question, live: seenBy(query, caller) }, { limit, cursor })).page;
  }

  async related(query: HistoryRelatedQuery, caller: Principal): Promise<HistoryRelatedView> {
    const live = seenBy(query, caller);
    const entity = entityOf(query);
    const range = rangeOf(query, this.clock.now());
    const parts = await this.partsOf(query, live);
    if (parts.ip !== undefined && parts.ip.first !== parts.ip.last) throw refusal('?ip', 'ip', 'a single address here');
    const by = historyShares.filter((share) => share !== entity.kind);
    const shared = await this.opened.history.share({ live, ...range, ...parts }, by);
    const sharers = shared.flatMap((one) => one.sharers.map(({ id }) => id));
    const relatives = relativesOf(shared, await this.links.backersOf(sharers, live), entity.id);
    return {
      ...textRange(range),
      entity,
      shared: shared.map((one) => ({
        by: one.by,
        value: one.value,
        own_items: one.own,
        items: one.items,
        others: one.others,
      })),
      relatives,
    };
  }

  async counts(query: HistoryCountsQuery, caller: Principal): Promise<HistoryCountsView> {
    const { by, interval } = query;
    const live = seenBy(query, caller);
    const range = rangeOf(query, this.clock.now());
    if ((range.to - range.from) / intervalMs[interval] > historyLimits.points)
      throw refusal('?interval', 'points', `at most ${historyLimits.points} of them between ?from and ?to`);
    const filter = { live, ...range, ...(await this.partsOf(query, live)) };
    const lines = await this.opened.history.count(filter, by, interval);
    return {
      ...textRange(range),
      by,
      interval,
      lines: lines.map(({ points, ...line }) => ({
        ...line,
        points: points.map(({ time, items }) => ({ time: new Date(time).toISOString(), items })),
      })),
    };
  }

  /** What the live history could not take, oldest first. */
  refused({ after, limit }: HistoryRefusedQuery): Promise<HistoryRefusedView[]> {
    return this.database.query('history_refused/list_refused', {
      store: this.opened.store,
      after_id: after,
      row_limit: limit,
    });
  }

  private partsOf(query: Filters, live: boolean): Promise<Parts> {
    return partsOf(query, (backer) => this.links.visitorsOf(backer, live));
  }

  private async list(
    question: Filters & Pick<HistorySearchQuery, 'from' | 'to' | 'live'>,
    { limit, cursor }: { readonly limit: number; readonly cursor: string | undefined },
  ): Promise<{ readonly page: HistoryPage; readonly filter: HistoryFilter }> {
    const after = cursor === undefined ? undefined : readCursor(cursor, question);
    const range = after === undefined ? rangeOf(question, this.clock.now()) : { from: after.from, to: after.to };
    const filter = { live: question.live, ...range, ...(await this.partsOf(question, question.live)) };
    const { documents, next } = await this.opened.history.list(filter, limit, after?.place);
    const seen = (after?.seen ?? 0) + documents.length;
    return {
      filter,
      page: {
        ...textRange(range),
        items: await this.itemsOf(documents, question.live),
        next_cursor: next === undefined ? null : writeCursor({ ...range, seen, place: next }, question),
      },
    };
  }

  private async itemsOf(documents: readonly HistoryDocument[], live: boolean): Promise<HistoryItem[]> {
    const visitors = documents.flatMap(({ backer, distinct_id }) => (backer === null ? (distinct_id ?? []) : []));
    const backers = await this.links.backersOf(visitors, live);
    return documents.map(({ actors: _, time, ...document }) => ({
      ...document,
      time: new Date(time).toISOString(),
      backer: document.backer ?? backers.get(document.distinct_id ?? '') ?? null,
    }));
  }
}

/** A test key sees test data, and nothing else. */
const seenBy = ({ live }: { readonly live: boolean }, caller: Principal): boolean => live && caller.live;

const textRange = ({ from, to }: { readonly from: number; readonly to: number }): HistoryRange => ({
  from: new Date(from).toISOString(),
  to: new Date(to).toISOString(),
});
