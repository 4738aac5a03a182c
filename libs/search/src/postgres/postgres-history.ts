import { historyLimits, type HistoryFacet, type HistoryInterval, type HistoryShare } from '#libs/contracts';
import type { Database, SlotValues, Transaction } from '#libs/postgres';
import type {
  History,
  HistoryCount,
  HistoryDocument,
  HistoryFilter,
  HistoryLine,
  HistoryListing,
  HistoryPlace,
  HistorySummary,
  SharedValue,
} from '../history.js';
import { expiredPlace, questionMs } from '../refusals.js';
import { filterValues } from './filter-values.js';
import { fragment } from './fragment.js';
import { asking } from './postgres-error.js';
import { postgresShares } from './postgres-shares.js';

/** A generation as it was after so many writes. */
export interface Published {
  readonly generation: number;
  readonly arrival: number;
}

/** Answers of `match_documents`. */
export type Match = <Row>(answer: string, slots: SlotValues, after?: HistoryPlace) => Promise<Row[]>;

interface LineRow {
  readonly value: string;
  readonly line_items: number;
  readonly time: Date;
  readonly items: number;
}

/** What is asked of the history in the services' own database. */
export class PostgresHistory implements History {
  constructor(private readonly database: Database) {}

  async list(filter: HistoryFilter, limit: number, after?: HistoryPlace): Promise<HistoryListing> {
    const rows = limit + 1;
    const answer = await this.ask(filter, after?.pin, async (match, published) => ({
      published,
      found: await match<HistoryDocument>('answer_page', { rows }, after),
    }));
    const documents = answer?.found.slice(0, limit) ?? [];
    const last = documents.at(-1);
    if (answer === undefined || last === undefined || answer.found.length <= limit) return { documents };
    return { documents, next: { time: last.time, id: last.id, pin: writePin(answer.published) } };
  }

  async summarise(filter: HistoryFilter, facets: readonly HistoryFacet[]): Promise<HistorySummary> {
    const rows = historyLimits.facetValues;
    const answer = await this.ask(filter, undefined, async (match) => {
      const total = await match<{ items: number }>('answer_total', { rows: historyLimits.countedTotal + 1 });
      const counts: [HistoryFacet, HistoryCount[]][] = [];
      for (const facet of facets) counts.push([facet, await match('answer_values', { each: this.each(facet), rows })]);
      return { total: total[0]?.items ?? 0, facets: Object.fromEntries(counts) };
    });
    return answer ?? { total: 0, facets: Object.fromEntries(facets.map((facet) => [facet, []])) };
  }

  async count(filter: HistoryFilter, by: HistoryFacet, interval: HistoryInterval): Promise<readonly HistoryLine[]> {
    const slots = { each: this.each(by), rows: historyLimits.facetValues, interval: `'${interval}'` };
    const rows = (await this.ask(filter, undefined, (match) => match<LineRow>('answer_points', slots))) ?? [];
    const lines = new Map<string, { value: string; items: number; points: { time: number; items: number }[] }>();
    for (const { value, line_items, time, items } of rows) {
      const line = lines.get(value) ?? { value, items: line_items, points: [] };
      line.points.push({ time: time.getTime(), items });
      lines.set(value, line);
    }
    return [...lines.values()];
  }

  async share(entity: HistoryFilter, by: readonly HistoryShare[]): Promise<readonly SharedValue[]> {
    const answer = await this.ask(entity, undefined, async (match, published, transaction) => {
      const own: [HistoryShare, HistoryCount[]][] = [];
      for (const field of by)
        own.push([field, await match('answer_values', { each: this.each(field), rows: historyLimits.sharedValues })]);
      return postgresShares(transaction, published, entity, own);
    });
    return answer ?? [];
  }

  async check(): Promise<void> {
    await asking(this.database.query('history/find_published'));
  }

  /** Undefined before anything was published. All statements of a question see the same writes, and have its time together. */
  private ask<Answer>(
    filter: HistoryFilter,
    pin: string | undefined,
    question: (match: Match, published: Published, transaction: Transaction) => Promise<Answer>,
  ): Promise<Answer | undefined> {
    return asking(
      this.database.transaction(async (transaction) => {
        await transaction.query('history/limit_time', { limit_ms: String(questionMs) });
        const published =
          pin === undefined
            ? await transaction.maybeOne<Published>('history/find_published')
            : await pinned(transaction, pin);
        if (published === undefined) return undefined;
        const match: Match = (answer, slots, after) =>
          transaction.rendered(
            'history/match_documents',
            { answer: fragment(this.database.catalogue, answer, slots) },
            filterValues(filter, published, after),
          );
        return question(match, published, transaction);
      }),
    );
  }

  private each(field: HistoryFacet | HistoryShare): string {
    const { catalogue } = this.database;
    return field === 'reason'
      ? fragment(catalogue, 'each_list', { field: 'reasons' })
      : fragment(catalogue, 'each_field', { field });
  }
}

const maximumInteger = 2 ** 31 - 1;
const writePin = ({ generation, arrival }: Published): string => `${generation}:${arrival}`;

/** @throws VerdictError `invalid` when the generation that a listing began in has been dropped. */
async function pinned(transaction: Transaction, pin: string): Promise<Published> {
  // It has been with the caller. A generation is an integer of the database, and no build has one beyond.
  const [generation = Number.NaN, arrival = Number.NaN] = /^\d{1,10}:\d{1,15}$/.test(pin)
    ? pin.split(':').map(Number)
    : [];
  if (!(generation <= maximumInteger)) throw expiredPlace();
  if ((await transaction.maybeOne('history/find_build', { generation })) === undefined) throw expiredPlace();
  return { generation, arrival };
}
