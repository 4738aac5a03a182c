import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/access';
import {
  CLOCK,
  dayAt,
  newId,
  type Clock,
  type NewPull,
  type Principal,
  type PullAnswer,
  type PullQuarantine,
  type PullQuery,
  type PullView,
} from '#libs/contracts';
import { forbidden, invalid, notFound } from '#libs/errors';
import { Database, DATABASE, type Transaction } from '#libs/postgres';
import { Jobs } from '#libs/queue';
import { findSource, listTables, type WantedTable } from '../source/source.repository.js';
import { lastAsked } from './due.js';
import { hasDays } from './freshness.js';
import { findPull, insertPull, pullView, type PullRow } from './pull.repository.js';

const dayMs = 86_400_000;
const ended = new Set(['failed', 'cancelled']);

/** Asks for tables of days: each is a job, and a day that is there, or on its way, is not asked for twice. */
@Injectable()
export class PullService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Jobs) private readonly jobs: Jobs,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws VerdictError `not_found` for a source or table; `invalid` for a day that cannot be known */
  async request(key: string, { table, day, again }: NewPull, caller: Principal): Promise<PullAnswer> {
    if (!caller.live) throw forbidden('A test key pulls nothing: what it would bring in would be counted.');
    const wanted = await this.wanted(key, table);
    for (const one of wanted) this.checkDay(one, day);
    const pulls: { pull: PullView; repeated: boolean }[] = [];
    for (const one of wanted) {
      const asked = await this.database.transaction(async (transaction) => {
        const submitted = await this.submit(transaction, one, day ?? this.usualDay(one), again, caller.id);
        const after = { table: one.table.name, day: submitted.row.day, again };
        if (!submitted.repeated)
          await this.audit.record(transaction, {
            actor: caller,
            action: 'source.pull',
            subjectKind: 'source',
            subjectId: key,
            after,
          });
        return submitted;
      });
      if (asked.job !== undefined) await this.jobs.enqueue(asked.job, 'source_pull');
      pulls.push({ pull: await this.get(key, asked.row.id), repeated: asked.repeated });
    }
    return { pulls };
  }

  /** @throws VerdictError `not_found` */
  async get(key: string, id: string): Promise<PullView> {
    const row = await findPull(this.database, id);
    if (row === undefined || row.source !== key) throw notFound(`No pull ${id} of the source ${key}.`);
    return pullView(row);
  }

  async list(key: string, { table, limit }: PullQuery): Promise<PullView[]> {
    const rows = await this.database.query<PullRow>('source_pull/list_pulls', {
      source: key,
      table_name: table ?? null,
      row_limit: limit,
    });
    return rows.map(pullView);
  }

  /** The first rows that a pull left aside. @throws VerdictError `not_found` */
  async quarantine(key: string, id: string): Promise<PullQuarantine[]> {
    await this.get(key, id);
    return this.database.query<PullQuarantine>('source_pull/list_quarantine', { pull_id: id });
  }

  /**
   * One table of one day as a job in this transaction, unless it is there or under way. One that failed, or was cancelled,
   * starts over.
   */
  async submit(
    transaction: Transaction,
    { source, table }: WantedTable,
    day: string,
    again: boolean,
    createdBy: string,
  ): Promise<{ readonly row: PullRow; readonly job?: string; readonly repeated: boolean }> {
    const place = { source: source.key, table_name: table.name, day };
    const created = { created_by: createdBy, created_at: new Date(this.clock.now()) };
    const row = await insertPull(transaction, { id: newId(this.clock), ...place, ...created }, again);
    const isThere = row.finished_at !== null;
    const isUnderWay = row.job_state !== null && !ended.has(row.job_state);
    if (isThere || isUnderWay) return { row, repeated: true };
    const job = await this.jobs.submit(
      {
        name: 'source_pull',
        payload: { pull_id: row.id },
        // Its own: the job of a pull of the same day before it may still have its last words to say.
        deduplicationKey: row.id,
        createdBy,
      },
      transaction,
    );
    await transaction.query('source_pull/update_job', { id: row.id, job_id: job.id });
    return { row, job: job.id, repeated: false };
  }

  private async wanted(key: string, name: string | undefined): Promise<WantedTable[]> {
    const source = await findSource(this.database, key);
    if (source === undefined) throw notFound(`No source ${key}.`);
    const tables = (await listTables(this.database)).filter((table) => table.source === key);
    const wanted = tables.filter((table) => name === undefined || table.name === name);
    if (name === undefined && tables.length === 0) throw notFound(`The source ${key} has no tables yet.`);
    if (wanted.length === 0) throw notFound(`No table ${name ?? ''} of the source ${key}.`);
    return wanted.map((table) => ({ source, table }));
  }

  /** What is due: of a table with days the last that is over, of another one today. */
  private usualDay({ source, table }: WantedTable): string {
    const now = this.clock.now();
    if (!hasDays(source.definition, table.name, table.definition)) return dayAt(now);
    return dayAt(lastAsked(now, { atHour: table.definition.at_hour ?? 0 }) - dayMs);
  }

  private checkDay({ source, table }: WantedTable, day: string | undefined): void {
    if (day === undefined) return;
    const today = dayAt(this.clock.now());
    if (day > today) throw notKnown('future', `${day} is not there yet`);
    if (day !== today && !hasDays(source.definition, table.name, table.definition))
      throw notKnown('past', `${table.name} is only known as it is now: leave the day out, or say ${today}`);
  }
}

const notKnown = (rule: string, detail: string): Error =>
  invalid(`That day cannot be pulled: ${detail}.`, [{ pointer: '/day', rule, detail }]);
