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
  type QuarantinedLine,
} from '#libs/contracts';
import { Buckets } from '#libs/events';
import type { GeoLookup } from '#libs/geo';
import { FolderStore, type ObjectStore } from '#libs/objects';
import type { Observation } from '#libs/scoring';
import { Jobs, QueueModule, type JobContext } from '#libs/queue';
import { livePlaces, PledgeImporter } from '#libs/trust';
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

export const pledgeMapping = { set: { currency: 'USD' }, amount_unit: 'major', label_delay: '3d' };
export const pledgeHeader = 'pledge_id,time,backer_id,project_id,amount,card,label';

const hour = 3_600_000;
const start = Date.UTC(2026, 2, 1);

/** RFC 3339, so many hours into the test's history. */
export const timeAt = (hours: number): string => new Date(start + hours * hour).toISOString();
export const microsAt = (hours: number): number => (start + hours * hour) * 1_000;

/** Lines of pledges of a few backers to a few projects with a few cards, in no order; each tenth turns out to be fraud. */
export function pledgeLines(name: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const label = index % 10 === 0 ? 'fraud' : '';
    const [backer, project, card] = [`${name}-b${index % 7}`, `${name}-p${index % 5}`, `${name}-c${index % 11}`];
    return `${name}-${index},${timeAt((index * 7_919) % 1_000)},${backer},${project},${index}.50,${card},${label}`;
  });
}

export interface AssessmentRow {
  readonly pledge_id: string;
  readonly revision: number;
  readonly latest: boolean;
  readonly stamp: number;
  readonly risk_score: number;
  readonly features: Readonly<Record<string, number>>;
}

export interface ObservationRow {
  readonly stamp: number;
  readonly epoch: number | null;
  readonly kind: Observation['kind'];
  readonly category: string | null;
  readonly occurred_at: number;
  readonly pledge_id: string;
  readonly amount: number | null;
  readonly backer: string;
  readonly card: string | null;
  readonly project: string;
}

/** Imports on real stores; a job runs where the test says so. */
export class ImportTest {
  private files = 0;

  private constructor(
    readonly test: TestDatabase,
    private readonly service: TestService,
    readonly folder: string,
    private readonly buckets: Buckets,
    readonly importer: PledgeImporter,
  ) {
    const get = <Type>(type: abstract new (...values: never[]) => Type): Type =>
      service.app.get(type, { strict: false });
    this.imports = new ImportService(test.database, get(Jobs), get(Audit), systemClock);
  }

  readonly imports: ImportService;

  /** With buckets in a folder of its own, unless others are given. */
  static async start(objects?: ObjectStore): Promise<ImportTest> {
    const test = await testDatabase();
    const environment = { DATABASE_URL: test.url, REDIS_URL: await testRedisUrl() };
    const service = await testService({ modules: [AccessModule, QueueModule], environment });
    const folder = mkdtempSync(join(tmpdir(), 'verdict-import-'));
    const buckets = new Buckets(test.database, objects ?? new FolderStore(join(folder, 'buckets')), systemClock);
    const importer = new PledgeImporter(test.database, buckets, livePlaces(noGeo), systemClock, loadConfig({}));
    return new ImportTest(test, service, folder, buckets, importer);
  }

  file(name: string, content: string | Buffer): string {
    const path = join(this.folder, name);
    writeFileSync(path, content);
    return path;
  }

  csv(lines: readonly string[], head = pledgeHeader): string {
    return this.file(`file-${++this.files}.csv`, `${[head, ...lines].join('\n')}\n`);
  }

  async assessments(id: string): Promise<AssessmentRow[]> {
    const text = 'SELECT * FROM assessment WHERE origin = $1 ORDER BY stamp';
    return (await this.test.database.pool.query<AssessmentRow>(text, [id])).rows;
  }

  async observations(id: string): Promise<ObservationRow[]> {
    const text = 'SELECT * FROM observation WHERE origin = $1 ORDER BY stamp';
    return (await this.test.database.pool.query<ObservationRow>(text, [id])).rows;
  }

  quarantine({ id }: ImportView): Promise<QuarantinedLine[]> {
    return this.imports.quarantine(id, { after: 0, limit: 100 });
  }

  /** The objects that the warehouse may load. */
  async objects(id: string): Promise<{ object: string; table: string; rows: number }[]> {
    const { rows } = await this.test.database.pool.query<{ object: { object: string; table: string; rows: number } }>(
      "SELECT jsonb_array_elements(objects) AS object FROM bucket_batch WHERE origin = $1 AND state = 'closed' ORDER BY id",
      [id],
    );
    return rows.map(({ object }) => object);
  }

  /** Rows of each table that the warehouse may load. */
  async tables(id: string): Promise<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { table, rows } of await this.objects(id)) counts[table] = (counts[table] ?? 0) + rows;
    return counts;
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
  advance: () => Promise.resolve(),
};
