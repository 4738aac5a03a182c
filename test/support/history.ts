import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from '@jest/globals';
import type { BucketRows, Clock, EventRow, SinkLease } from '#libs/contracts';
import { Buckets } from '#libs/events';
import { FolderStore, type ObjectStore } from '#libs/objects';
import type { Database } from '#libs/postgres';
import {
  Follower,
  Generations,
  openElastic,
  openPostgres,
  Rebuild,
  SearchSink,
  type OpenHistory,
  type RebuildRun,
} from '#libs/search';
import { testDatabase, type TestDatabase } from './database.js';
import { describeWithElasticsearch, type TestElasticsearch } from './elasticsearch.js';
import { TestClock } from './pipeline.js';

export const now = Date.parse('2026-03-15T12:00:00Z');
export const dayMs = 86_400_000;

/** Buckets, and a history that follows them, moved by hand: one worker without its timers. */
export class HistoryWorker {
  readonly folder = mkdtempSync(join(tmpdir(), 'verdict-history-'));
  readonly clock = new TestClock(now);
  readonly objects = new FolderStore(this.folder);
  readonly buckets: Buckets;
  readonly generations: Generations;
  readonly follower: Follower;
  readonly sink: SearchSink;
  readonly rebuild: Rebuild;
  refused = 0;
  restarts = 0;

  private constructor(
    private readonly test: TestDatabase,
    readonly opened: OpenHistory,
    private readonly server: TestElasticsearch | undefined,
  ) {
    const { database } = test;
    this.buckets = new Buckets(database, this.objects, this.clock);
    this.follower = testFollower(database, this.objects, opened, this.clock, (lines) => (this.refused += lines));
    this.generations = this.follower.generations;
    this.sink = new SearchSink(database, opened.index, this.follower, this.clock, () => this.restarts++);
    this.rebuild = new Rebuild(database, opened.index, this.follower);
  }

  /** @param wrap puts something between the history and its store */
  static async start(
    server?: TestElasticsearch,
    wrap: (opened: OpenHistory) => OpenHistory = (opened) => opened,
  ): Promise<HistoryWorker> {
    const test = await testDatabase();
    const opened = server === undefined ? openPostgres(test.database) : await openElastic(server, new TestClock(now));
    return new HistoryWorker(test, wrap(opened), server);
  }

  get database(): TestDatabase['database'] {
    return this.test.database;
  }

  /** A new holding of the sink's lease, as if the last one had run out. */
  async lease(): Promise<SinkLease> {
    await this.database.pool.query(`UPDATE sink SET lease_until = '-infinity' WHERE name = 'search'`);
    const values = { name: 'search', holder: 'test', seconds: 60, reads_log: false };
    const { epoch } = await this.database.one<{ epoch: number }>('sink/claim_sink', values);
    await this.sink.open();
    return { epoch, signal: new AbortController().signal };
  }

  /** All that is closed, into the history. */
  async settle(lease?: SinkLease): Promise<void> {
    const held = lease ?? (await this.lease());
    while (await this.sink.step(held));
    await this.server?.refresh();
  }

  async write<Table extends keyof BucketRows>(table: Table, rows: readonly BucketRows[Table][]): Promise<void> {
    await this.buckets.write({ source: 'app', table, origin: `o${Math.random()}` }, rows);
  }

  /** The name of an object that events were written to. */
  async firstObject(): Promise<string> {
    const names = await this.objects.list('app/event');
    return names.find((name) => name.endsWith('.gz')) ?? '';
  }

  /** The ids of everything that is live and can be found, in their order. */
  async ids(): Promise<string[]> {
    await this.server?.refresh();
    const filter = { live: true, from: now - 500 * dayMs, to: now + 40 * dayMs };
    const ids: string[] = [];
    let page = await this.opened.history.list(filter, 200);
    for (; page.next !== undefined; page = await this.opened.history.list(filter, 200, page.next))
      ids.push(...page.documents.map(({ id }) => id));
    return [...ids, ...page.documents.map(({ id }) => id)];
  }

  /** A job's run of a rebuild; `abort` cuts it short. */
  run(jobId: string, hold: () => Promise<void> = () => Promise.resolve()): RebuildRun & { abort(): void } {
    const stop = new AbortController();
    return {
      jobId,
      signal: stop.signal,
      hold,
      progress: () => undefined,
      abort: () => stop.abort(new Error('stopped')),
    };
  }

  async close(): Promise<void> {
    await this.opened.close();
    await this.server?.clean();
    await this.test.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Follows the buckets in small portions. Documentation addresses (192.0.2.0/24) are French. */
export const testFollower = (
  database: Database,
  objects: ObjectStore,
  { store, index }: OpenHistory,
  clock: Clock,
  onRefused: (lines: number) => void = () => undefined,
): Follower =>
  new Follower(database, objects, index, new Generations(database, store, clock), {
    clock,
    retentionMonths: 13,
    countryOf: (ip) => (ip.startsWith('192.0.2.') ? 'FR' : undefined),
    linesAtOnce: 10,
    onRefused,
  });

/** The row of an event whose number is its identity; each a second older than the one before. */
export const eventRow = (number: number, over: Partial<EventRow> = {}): EventRow => ({
  identity: number.toString(16).padStart(32, '0'),
  source: 'app',
  event: 'Page View',
  distinct_id: 'v1',
  time: now - number * 1_000,
  properties: {},
  live: true,
  ...over,
});

export const idOf = (number: number): string => number.toString(16).padStart(32, '0');

export const someRows = (from: number, to: number): EventRow[] =>
  Array.from({ length: to - from }, (_, index) => eventRow(from + index));

type Start = (wrap?: (opened: OpenHistory) => OpenHistory) => Promise<HistoryWorker>;

/** The same suite on both stores. */
export function describeHistories(suite: (start: Start) => void): void {
  describe('in PostgreSQL', () => suite((wrap) => HistoryWorker.start(undefined, wrap)));
  describeWithElasticsearch('in Elasticsearch', (make) => suite((wrap) => HistoryWorker.start(make(), wrap)));
}

/** A store whose writes are cut short in turn: before it has the documents, when it has them and nothing else is committed, not at all. */
export function cutting(): { readonly wrap: (opened: OpenHistory) => OpenHistory; readonly count: number } {
  let calls = 0;
  let count = 0;
  const cut = (): never => {
    count++;
    throw new Error('cut short');
  };
  const wrap = (opened: OpenHistory): OpenHistory => {
    const { index } = opened;
    const write: typeof index.write = async (target, documents, context) => {
      const turn = calls++ % 3;
      if (turn === 0) cut();
      const refused = await index.write(target, documents, context);
      return turn === 1 ? cut() : refused;
    };
    return { ...opened, index: Object.assign(Object.create(index) as typeof index, { write }) };
  };
  return {
    wrap,
    get count() {
      return count;
    },
  };
}
