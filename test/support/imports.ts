import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ImportEventsHandler, ImportPledgesHandler, ImportService } from '#libs/analytics';
import { AccessModule, Audit } from '#libs/access';
import { loadConfig } from '#libs/config';
import {
  importMappingSchema,
  systemClock,
  type ImportAnswer,
  type ImportKind,
  type ImportView,
  type Principal,
} from '#libs/contracts';
import { Buckets } from '#libs/events';
import type { GeoLookup } from '#libs/geo';
import { FolderStore } from '#libs/objects';
import { Jobs, QueueModule, type JobContext } from '#libs/queue';
import { PledgeImporter } from '#libs/trust';
import { testDatabase, type TestDatabase } from './database.js';
import { testRedisUrl } from './redis.js';
import { testService, type TestService } from './service.js';

const noGeo: GeoLookup = {
  lookup: () => ({}),
  version: () => ({ text: 'none', databases: [] }),
  status: () => ({ status: 'ok', problems: [] }),
};

export const importingAnalyst: Principal = {
  kind: 'person',
  id: '00000000-0000-7000-8000-000000000001',
  name: 'Ann Alyst',
  role: 'analyst',
  scopes: ['imports:write'],
  live: true,
};

/** Imports on real stores; a job runs where the test says so. */
export class ImportTest {
  private constructor(
    readonly test: TestDatabase,
    private readonly service: TestService,
    readonly folder: string,
    readonly imports: ImportService,
    readonly importer: PledgeImporter,
    readonly buckets: Buckets,
  ) {}

  static async start(): Promise<ImportTest> {
    const test = await testDatabase();
    const environment = { DATABASE_URL: test.url, REDIS_URL: await testRedisUrl() };
    const service = await testService({ modules: [AccessModule, QueueModule], environment });
    const folder = mkdtempSync(join(tmpdir(), 'verdict-import-'));
    const get = <Type>(type: abstract new (...values: never[]) => Type): Type =>
      service.app.get(type, { strict: false });
    const buckets = new Buckets(test.database, new FolderStore(join(folder, 'buckets')), systemClock);
    const importer = new PledgeImporter(test.database, buckets, noGeo, systemClock, loadConfig({}));
    const imports = new ImportService(test.database, get(Jobs), get(Audit), systemClock);
    return new ImportTest(test, service, folder, imports, importer, buckets);
  }

  file(name: string, content: string | Buffer): string {
    const path = join(this.folder, name);
    writeFileSync(path, content);
    return path;
  }

  create(kind: ImportKind, path: string, mapping: object = {}, caller = importingAnalyst): Promise<ImportAnswer> {
    return this.imports.create({ kind, path, mapping: importMappingSchema.parse(mapping) }, caller);
  }

  /** What the worker does with the job of an import. */
  async work({ id, kind }: ImportView, context: Partial<JobContext> = {}): Promise<ImportView> {
    const handler =
      kind === 'events'
        ? new ImportEventsHandler(this.test.database, this.buckets, systemClock)
        : new ImportPledgesHandler(this.test.database, this.importer, systemClock);
    await handler.run({ import_id: id }, { ...idle, ...context });
    return this.imports.get(id);
  }

  async run(kind: ImportKind, path: string, mapping: object = {}): Promise<ImportView> {
    return this.work((await this.create(kind, path, mapping)).import);
  }

  async close(): Promise<void> {
    await this.service.close();
    await this.test.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const idle: JobContext = {
  jobId: 'test',
  signal: new AbortController().signal,
  saved: null,
  progress: () => undefined,
  checkpoint: () => Promise.resolve(),
  hold: () => Promise.resolve(),
};
