import type { Transaction } from '#libs/postgres';
import type { History, HistoryFilter, HistoryIndex, NewDocument, RefusedDocument } from '../src/history.js';
import { day, now } from './documents.js';

/** A store of the history, as a suite is given it. */
export interface HistoryStore {
  readonly history: History;
  readonly index: HistoryIndex;
  /** Runs in a transaction of the services' database, committed when it resolves. */
  transaction<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result>;
  /** Resolves when what was written can be found. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

const { signal } = new AbortController();

/** A store under test: each case begins in a generation of its own, published and empty. */
export class HistoryTest {
  store!: HistoryStore;
  generation = 0;

  async open(make: () => Promise<HistoryStore>): Promise<void> {
    this.store = await make();
  }

  async begin(): Promise<void> {
    this.generation++;
    await this.store.index.publish(this.generation);
    await this.store.index.keep([this.generation], '2025-01');
  }

  async write(documents: readonly NewDocument[], isLive = true): Promise<readonly RefusedDocument[]> {
    const target = { generation: this.generation, isLive };
    const refused = await this.store.transaction((transaction) =>
      this.store.index.write(target, documents, { transaction, signal }),
    );
    await this.store.settle();
    return refused;
  }

  async found(over: Partial<HistoryFilter> = {}): Promise<number[]> {
    return numbers((await this.store.history.list(filter(over), 100)).documents);
  }
}

export const filter = (over: Partial<HistoryFilter> = {}): HistoryFilter => ({
  live: true,
  from: now - 90 * day,
  to: now + day,
  ...over,
});

export const numbers = (documents: readonly { readonly id: string }[]): number[] =>
  documents.map(({ id }) => Number.parseInt(id, 16));
