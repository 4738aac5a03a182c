import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/access';
import {
  CLOCK,
  newId,
  type Clock,
  type ImportAnswer,
  type ImportQuery,
  type ImportView,
  type JobName,
  type NewImport,
  type Principal,
  type QuarantinedLine,
  type QuarantineQuery,
} from '#libs/contracts';
import { forbidden, notFound } from '#libs/errors';
import { canonicalJson } from '#libs/events';
import { Database, DATABASE, type Transaction } from '#libs/postgres';
import { Jobs } from '#libs/queue';
import { formatOf, inspectFile, readHeader } from './import-file.js';
import { findImport, insertImport, type ImportRow, type StoredMapping } from './import.repository.js';
import { ValueReader } from './value-reader.js';

const ended = new Set(['failed', 'cancelled']);

/** A company's own files: what is asked for becomes a job; the same file, read in the same way, is imported once. */
@Injectable()
export class ImportService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Jobs) private readonly jobs: Jobs,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Checks the file and its mapping, and submits the job. An import that failed, or was cancelled, goes on where it was.
   * @throws VerdictError `invalid` naming what is wrong with the file or the mapping; `forbidden` for a test key
   */
  async create({ kind, path, format, mapping }: NewImport, caller: Principal): Promise<ImportAnswer> {
    if (!caller.live) throw forbidden('A test key imports nothing: what it would bring in would be counted.');
    const stored: StoredMapping = { ...mapping, format: format ?? formatOf(path) };
    const reader = new ValueReader(kind, mapping, { latest: Infinity, minorUnitDigits: () => 2 });
    const file = await inspectFile(path);
    const header = await readHeader(path, stored.format);
    if (header !== undefined) reader.useHeader(kind, header);
    const name: JobName = kind === 'events' ? 'import_events' : 'import_pledges';
    const answer = await this.database.transaction(async (transaction) => {
      const { id, isNew } = await insertImport(transaction, {
        id: newId(this.clock),
        kind,
        name: path,
        ...file,
        mapping: stored,
        mappingHash: createHash('sha256').update(canonicalJson(stored)).digest('hex'),
        createdBy: caller.id,
        createdAt: new Date(this.clock.now()),
      });
      const known = await this.find(transaction, id);
      if (!isNew && !ended.has(known.state)) return { id, repeated: true };
      const job = await this.jobs.submit(
        { name, payload: { import_id: id }, deduplicationKey: id, createdBy: caller.id },
        transaction,
      );
      await transaction.query('import/update_job', { id, job_id: job.id });
      const after = { kind, path, checksum: file.checksum };
      await this.audit.record(transaction, {
        actor: caller,
        action: isNew ? 'import.create' : 'import.resume',
        subjectKind: 'import',
        subjectId: id,
        after,
      });
      return { id, job: job.id, repeated: !isNew };
    });
    if (answer.job !== undefined) await this.jobs.enqueue(answer.job, name);
    return { import: await this.get(answer.id), repeated: answer.repeated };
  }

  async get(id: string): Promise<ImportView> {
    return viewOf(await this.find(this.database, id));
  }

  async list({ limit }: ImportQuery): Promise<ImportView[]> {
    const rows = await this.database.query<ImportRow>('import/list_imports', { row_limit: limit });
    return rows.map(viewOf);
  }

  /** The lines that were left aside, in their order. @throws VerdictError `not_found` */
  async quarantine(id: string, { after, limit }: QuarantineQuery): Promise<QuarantinedLine[]> {
    await this.find(this.database, id);
    return this.database.query<QuarantinedLine>('import/list_quarantine', {
      import_id: id,
      after_line: after,
      row_limit: limit,
    });
  }

  private async find(database: Transaction, id: string): Promise<ImportRow> {
    const row = await findImport(database, id);
    if (row === undefined) throw notFound(`No import ${id}.`);
    return row;
  }
}

const viewOf = ({ id, kind, name, checksum, bytes, mapping, job_id, state, ...row }: ImportRow): ImportView => ({
  id,
  kind,
  name,
  checksum,
  bytes,
  mapping,
  job_id,
  state,
  error: row.error,
  counts: row.counts,
  report: row.report,
  created_by: row.created_by,
  created_at: row.created_at,
  finished_at: row.finished_at,
});
