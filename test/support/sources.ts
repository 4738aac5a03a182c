import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { AccessModule, Audit } from '#libs/access';
import {
  EventPull,
  Locations,
  noteRefusal,
  PullBook,
  PullSchedule,
  PullService,
  SourceCleanupHandler,
  SourcePullHandler,
  SourceReaders,
  SourceService,
  TablePull,
} from '#libs/analytics';
import { loadConfig } from '#libs/config';
import { sourceSchema, sourceTableSchema, type Principal, type PullView } from '#libs/contracts';
import { AbandonedBatches, SnapshotBuckets } from '#libs/events';
import { Jobs, QueueModule, type JobContext } from '#libs/queue';
import { BatchLoader, WarehouseSink } from '#libs/warehouse';
import { testDatabase, type TestDatabase } from './database.js';
import { Pipeline } from './pipeline.js';
import { testRedisUrl } from './redis.js';
import { testService, type TestService } from './service.js';

export const sourceAdmin: Principal = {
  kind: 'person',
  id: '00000000-0000-7000-8000-000000000001',
  name: 'Ada Min',
  role: 'admin',
  scopes: ['sources:read', 'sources:write'],
  live: true,
};

const hashKey = 'a-key-of-the-tests-that-is-long-enough';

/** The noon of a day, ms. */
export const noonOf = (day: string): number => Date.parse(`${day}T12:00:00Z`);

/** Sources on real stores and a warehouse in DuckDB; a job runs, and a batch is loaded, where the test says so. */
export class SourceTest {
  readonly folder = mkdtempSync(join(tmpdir(), 'verdict-sources-'));
  readonly sources: SourceService;
  readonly pulls: PullService;
  readonly jobs: Jobs;
  readonly schedule: PullSchedule;
  readonly cleanup: SourceCleanupHandler;
  private readonly handler: SourcePullHandler;
  private readonly sink: WarehouseSink;

  private constructor(
    readonly test: TestDatabase,
    private readonly service: TestService,
    readonly redisUrl: string,
    readonly pipeline: Pipeline,
    environment: Readonly<Record<string, string>>,
  ) {
    const { clock, objects, buckets } = pipeline;
    const { database } = test;
    const get = <Type>(type: abstract new (...values: never[]) => Type): Type =>
      service.app.get(type, { strict: false });
    const config = loadConfig({ SOURCE_HASH_KEY: hashKey, DATABASE_URL: test.url, ...environment });
    this.sources = new SourceService(database, get(Audit), clock);
    this.jobs = get(Jobs);
    this.pulls = new PullService(database, this.jobs, get(Audit), clock);
    this.schedule = new PullSchedule(database, this.pulls, clock);
    this.cleanup = new SourceCleanupHandler(database, new AbandonedBatches(database, objects), objects, clock);
    const readers = new SourceReaders(config, new Locations(objects));
    const snapshots = new SnapshotBuckets(database, objects, clock);
    this.handler = new SourcePullHandler(
      new PullBook(database, buckets, clock),
      readers,
      new TablePull(database, snapshots, config),
      new EventPull(buckets, readers, config, clock),
    );
    const loader = new BatchLoader(pipeline.warehouse, objects);
    this.sink = new WarehouseSink(database, pipeline.warehouse, loader, { clock, onRefused: noteRefusal });
  }

  static async start(day: string, environment: Readonly<Record<string, string>> = {}): Promise<SourceTest> {
    const test = await testDatabase();
    const stores = { DATABASE_URL: test.url, REDIS_URL: await testRedisUrl() };
    const service = await testService({ modules: [AccessModule, QueueModule], environment: stores });
    const pipeline = new Pipeline(test.database, noonOf(day));
    const sources = new SourceTest(test, service, stores.REDIS_URL, pipeline, environment);
    await sources.sink.open();
    return sources;
  }

  /** A file in the folder of the test. */
  file(name: string, content: string | Buffer): void {
    const path = join(this.folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }

  /** Describes a source and its tables. */
  async define(key: string, source: object, tables: Readonly<Record<string, object>>): Promise<void> {
    await this.sources.put(key, sourceSchema.parse(source), sourceAdmin);
    for (const [name, table] of Object.entries(tables))
      await this.sources.putTable(key, name, sourceTableSchema.parse(table), sourceAdmin);
  }

  /** Asks for a pull, runs its job as a worker would, and loads what it brought. */
  async pull(key: string, table: string, options: { day?: string; again?: boolean } = {}): Promise<PullView> {
    // No two pulls are asked for at the same moment.
    this.pipeline.clock.time += 1_000;
    const { pulls } = await this.pulls.request(key, { table, again: false, ...options }, sourceAdmin);
    const [asked] = pulls;
    if (asked === undefined) throw new Error('Nothing was asked for.');
    if (asked.pull.state === 'pending') await this.run(asked.pull.id);
    await this.load();
    return this.pulls.get(key, asked.pull.id);
  }

  async run(pull_id: string, context: Partial<JobContext> = {}): Promise<void> {
    await this.handler.run({ pull_id }, { ...idle, ...context });
  }

  async load(): Promise<void> {
    const lease = { epoch: 0, signal: new AbortController().signal };
    while (await this.sink.step(lease));
  }

  /** Of the warehouse. */
  rows<Row = Record<string, unknown>>(table: string): Promise<Row[]> {
    return this.pipeline.rows<Row>(table);
  }

  async close(): Promise<void> {
    await this.sink.close();
    await this.service.close();
    await this.test.close();
    rmSync(this.folder, { recursive: true, force: true });
    rmSync(this.pipeline.folder, { recursive: true, force: true });
  }
}

const idle: JobContext = {
  jobId: 'test',
  signal: new AbortController().signal,
  saved: null,
  progress: () => undefined,
  checkpoint: () => Promise.resolve(),
  hold: () => Promise.resolve(),
  advance: () => Promise.resolve(),
};
