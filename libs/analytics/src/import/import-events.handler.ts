import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock, type ImportPosition, type ImportReport } from '#libs/contracts';
import { Buckets, type BucketLine } from '#libs/events';
import { Database, DATABASE } from '#libs/postgres';
import type { JobContext, JobHandler } from '#libs/queue';
import { eventRow } from './event-row.js';
import { readImport, type ReadEnd } from './import-reading.js';
import { findImport, finishImport, insertQuarantine, savePosition, type ImportRow } from './import.repository.js';
import { ValueReader } from './value-reader.js';

type Reading = Extract<ImportPosition, { phase: 'read' }>;

const batchRows = 20_000;

/** Imports a file of events of any age into the buckets, never the log: each counts once by its identity. */
@Injectable()
export class ImportEventsHandler implements JobHandler<{ import_id: string }> {
  readonly name = 'import_events';

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Buckets) private readonly buckets: Buckets,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run({ import_id }: { import_id: string }, context: JobContext): Promise<unknown> {
    const row = await findImport(this.database, import_id);
    if (row === undefined) throw new Error(`There is no import ${import_id}.`);
    if (row.report !== null || row.position.phase !== 'read') return row.report;
    const end = await this.read(row, row.position, context);
    const report: ImportReport = { ...end, auc: null, average_precision: null, frauds: 0 };
    await this.database.transaction(async (transaction) => {
      await context.hold(transaction);
      await this.buckets.complete(import_id, transaction);
      const position = (await findImport(transaction, import_id))?.position ?? row.position;
      await finishImport(transaction, import_id, position, report, new Date(this.clock.now()));
    });
    return report;
  }

  /** Each batch is a part of its own, so that one that is written again after a crash is the same part. */
  private async read(row: ImportRow, start: Reading, context: JobContext): Promise<ReadEnd> {
    const rules = { latest: Date.UTC(9_999, 0) * 1_000, minorUnitDigits: () => 0 };
    const reader = new ValueReader('events', row.mapping, rules);
    let taken: Set<string> | undefined;
    let position = start;
    return readImport<BucketLine>(row, start, {
      reader,
      rowOf: (_, values) => eventRow(values, reader, (taken ??= reader.columns.taken())),
      batchRows,
      signal: context.signal,
      progress: (done, total, note) => context.progress(done, total, note),
      store: async ({ rows, quarantined, lines, lastLine }) => {
        const target = { source: 'import', table: 'event', origin: row.id, part: position.parts } as const;
        if (rows.length > 0) await this.buckets.stageLines(target, [rows]);
        await this.database.transaction(async (transaction) => {
          await context.advance(transaction);
          await insertQuarantine(transaction, row.id, quarantined);
          position = { ...position, line: lastLine, parts: position.parts + 1 };
          const counts = { lines, quarantined: quarantined.length, events: rows.length };
          await savePosition(transaction, row.id, position, counts);
        });
      },
    });
  }
}
