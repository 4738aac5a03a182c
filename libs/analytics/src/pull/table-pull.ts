import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '#libs/config';
import type { SourceTableBody } from '#libs/contracts';
import { canonicalJson, SnapshotBuckets } from '#libs/events';
import { Database, DATABASE } from '#libs/postgres';
import type { JobContext } from '#libs/queue';
import { KeyedHash } from '../reader/keyed-hash.js';
import type { SourceReader } from '../reader/source-reader.js';
import type { WantedTable } from '../source/source.repository.js';
import { deltaSince, type Base, type Since } from './delta.js';
import { LeftAside } from './left-aside.js';
import type { PullResult, PullRow } from './pull.repository.js';
import { RowEncoder } from './row-encoder.js';
import { planTable, type TablePlan } from './table-plan.js';

/** What one run has. */
export interface PullRun {
  readonly pull: PullRow;
  /** Of this run alone. */
  readonly origin: string;
  readonly wanted: WantedTable;
  readonly context: JobContext;
}

/** One table, as it was at one moment, into a bucket. */
@Injectable()
export class TablePull {
  private readonly hash: KeyedHash;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(SnapshotBuckets) private readonly buckets: SnapshotBuckets,
    @Inject(CONFIG) { sourceHashKey }: Config,
  ) {
    this.hash = new KeyedHash(sourceHashKey);
  }

  async run(run: PullRun, reader: SourceReader): Promise<PullResult> {
    const { pull, wanted, context } = run;
    const table = wanted.table.definition;
    const plan = planTable(table, await reader.columns(), this.hash);
    const encoder = new RowEncoder(plan);
    const shape_hash = this.shapeHash(table, encoder);
    const cursor = await cursorNow(table, plan, reader);
    const since = await this.since(pull, table, plan, shape_hash);
    const mode = since === undefined ? 'full' : 'delta';
    const aside = new LeftAside();
    const total = since === undefined ? await reader.estimate() : null;
    const snapshot = {
      source: wanted.source.key,
      table: wanted.table.name,
      day: pull.day,
      columns: encoder.columns,
      key: plan.key,
      mode,
      retention_days: table.retention_days,
      entity: plan.entity,
    } as const;
    const written = await this.buckets.stage(
      run.origin,
      snapshot,
      lines(run, reader, { plan, encoder, aside, since }),
      (rows) => context.progress(rows, total === null ? null : Math.max(total, rows), `Pulling ${wanted.table.name}`),
    );
    const counts = {
      rows: written.rows,
      bytes: written.bytes,
      quarantined: aside.count,
      warnings: { ...encoder.warnings },
    };
    return { mode, shape_hash, cursor, counts, manifest: written.manifest, quarantined: aside.shown };
  }

  /** All rows, or what changed: a delta stands on a pull that read the same columns in the same way. */
  private async since(
    pull: PullRow,
    table: SourceTableBody,
    { columns }: TablePlan,
    shapeHash: string,
  ): Promise<Since | undefined> {
    const column = columns.find(({ found }) => found.name === table.cursor)?.found;
    if (table.mode === 'full' || column === undefined) return undefined;
    const place = { source: pull.source, table_name: pull.table, day: pull.day };
    const base = await this.database.maybeOne<Base>('source_pull/find_base', place);
    return base?.shape_hash === shapeHash ? deltaSince(base, pull.day, table, column) : undefined;
  }

  private shapeHash(table: SourceTableBody, { columns }: RowEncoder): string {
    const { at_hour: _, retention_days: __, full_every_days: ___, overlap: ____, ...asked } = table;
    const shape = { asked, columns, hashKey: this.hash.fingerprint };
    return createHash('sha256').update(canonicalJson(shape)).digest('hex');
  }
}

async function cursorNow(
  { cursor }: SourceTableBody,
  { columns }: TablePlan,
  reader: SourceReader,
): Promise<string | null> {
  const column = columns.find(({ found }) => found.name === cursor)?.found;
  return column === undefined ? null : ((await reader.greatest?.(column)) ?? null);
}

async function* lines(
  { context: { signal } }: PullRun,
  reader: SourceReader,
  parts: { plan: TablePlan; encoder: RowEncoder; aside: LeftAside; since: Since | undefined },
): AsyncGenerator<string> {
  const { plan, encoder, aside, since } = parts;
  const columns = plan.columns.map(({ found }) => found);
  for await (const row of reader.rows({ columns, ...(since === undefined ? {} : { since }) })) {
    signal.throwIfAborted();
    if (row.cells === undefined) aside.leave(row, { field: null, rule: row.rule, detail: row.detail });
    else {
      const { cells } = row;
      const line = aside.take(row, () => encoder.line(cells));
      if (line !== undefined) yield line;
    }
  }
}
