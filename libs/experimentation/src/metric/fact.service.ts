import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/access';
import { projectRoot, sourceCommit } from '#libs/config';
import {
  CLOCK,
  type Clock,
  type FactDetail,
  type FactPatch,
  type FactVersionView,
  type FactView,
  type MetricListQuery,
  type NewFact,
  type Principal,
} from '#libs/contracts';
import { conflict, forbidden, notFound } from '#libs/errors';
import { Database, DATABASE, type Transaction } from '#libs/postgres';
import { Jobs } from '#libs/queue';
import { somebodyWasQuicker } from '../history/somebody-was-quicker.js';
import { checkedFact } from './checked-fact.js';
import {
  factVersionView,
  factView,
  insertFactVersion,
  listFacts,
  listFactVersions,
  passFactVersion,
  type FactRow,
  type FactText,
} from './fact.repository.js';

/** Facts that people write: each version is checked as a question is, and run by the worker before metrics use it. */
@Injectable()
export class FactService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(Jobs) private readonly jobs: Jobs,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async list({ archived }: MetricListQuery): Promise<FactView[]> {
    return (await listFacts(this.database, { archived })).map(factView);
  }

  /** Archived or not. @throws VerdictError `not_found` */
  async get(key: string): Promise<FactDetail> {
    const row = await this.row(this.database, key);
    const metrics = await this.database.query<{ key: string }>('metric/list_over_fact', { fact_key: key });
    return { ...factView(row), usable_columns: row.usable_columns, metrics: metrics.map((one) => one.key) };
  }

  /** @throws VerdictError `not_found` */
  async history(key: string): Promise<FactVersionView[]> {
    await this.row(this.database, key);
    return (await listFactVersions(this.database, key)).map(factVersionView);
  }

  /** @throws VerdictError `invalid` for SQL that may not be asked, `conflict` when the key is taken */
  async create({ key, note, ...text }: NewFact, caller: Principal): Promise<FactDetail> {
    requireLive(caller);
    const job = await this.database.transaction(async (transaction) => {
      const { text: sql, hash } = await checkedFact(transaction, text.sql);
      if ((await transaction.maybeOne('fact/insert_fact', { key, built_in: false })) === undefined)
        throw conflict(`There is a fact ${key} already.`);
      const version = { key, version: 1, hash, ...text, sql };
      await this.insert(transaction, version, caller, note);
      return this.submit(transaction, version, caller);
    });
    await this.jobs.enqueue(job, 'fact_check');
    return this.get(key);
  }

  /** A new version. Metrics use it once it was checked; what only people read of it holds at once. */
  async update(key: string, { note, version, ...patch }: FactPatch, caller: Principal): Promise<FactDetail> {
    requireLive(caller);
    const job = await this.database.transaction(async (transaction) => {
      const before = await this.changeable(transaction, key, version);
      const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
      const { name, description, sql, scale }: FactText = { ...before, ...given };
      const checked = await checkedFact(transaction, sql);
      const after = {
        key,
        version: before.version + 1,
        hash: checked.hash,
        name,
        description,
        scale,
        sql: checked.text,
      };
      await this.insert(transaction, after, caller, note, before);
      if (before.columns === null || checked.text !== before.sql || scale !== before.scale)
        return this.submit(transaction, after, caller);
      const found = { columns: before.columns, engine: before.engine, at: this.now() };
      await passFactVersion(transaction, after, found);
      return undefined;
    });
    if (job !== undefined) await this.jobs.enqueue(job, 'fact_check');
    return this.get(key);
  }

  /** Runs the check of the latest version once more, as when something was published since. */
  async check(key: string, caller: Principal): Promise<FactDetail> {
    requireLive(caller);
    const job = await this.database.transaction(async (transaction) =>
      this.submit(transaction, await this.changeable(transaction, key), caller),
    );
    await this.jobs.enqueue(job, 'fact_check');
    return this.get(key);
  }

  /** No metric takes it any more. @throws VerdictError `conflict` while one has it */
  async archive(key: string, caller: Principal): Promise<void> {
    await this.database.transaction(async (transaction) => {
      await this.changeable(transaction, key);
      const metrics = await transaction.query<{ key: string }>('metric/list_over_fact', { fact_key: key });
      if (metrics.length > 0)
        throw conflict(`The fact ${key} is what ${metrics.map((one) => one.key).join(', ')} is over.`);
      await transaction.query('fact/archive_fact', { key, archived_at: this.now() });
      await this.note(transaction, 'fact.archive', key, caller);
    });
  }

  private async row(transaction: Transaction, key: string): Promise<FactRow> {
    const [row] = await listFacts(transaction, { key });
    if (row === undefined) throw notFound(`No fact ${key}.`);
    return row;
  }

  /** Nobody else changes it until the transaction ends. */
  private async changeable(transaction: Transaction, key: string, version?: number): Promise<FactRow> {
    await transaction.query('fact/lock_fact', { key });
    const row = await this.row(transaction, key);
    if (row.built_in) throw conflict(`The fact ${key} comes with the product and is not changed: make another one.`);
    if (row.archived_at !== null) throw conflict(`The fact ${key} is archived.`);
    if (version !== undefined && version !== row.version) throw somebodyWasQuicker(`The fact ${key}`, row.version);
    return row;
  }

  private async insert(
    transaction: Transaction,
    version: FactText & { key: string; version: number; hash: string },
    actor: Principal,
    note: string | undefined,
    before?: FactRow,
  ): Promise<void> {
    const commit = sourceCommit(projectRoot());
    await insertFactVersion(transaction, { ...version, note: note ?? null, actor, at: this.now(), commit });
    const action = before === undefined ? 'fact.create' : 'fact.change';
    await this.note(transaction, action, version.key, actor, {
      before: before && textOf(before),
      after: textOf(version),
    });
  }

  private async submit(
    transaction: Transaction,
    { key, version }: { key: string; version: number },
    caller: Principal,
  ): Promise<string> {
    const { id } = await this.jobs.submit(
      {
        name: 'fact_check',
        payload: { fact_key: key, version },
        deduplicationKey: `${key}.${version}`,
        createdBy: caller.id,
      },
      transaction,
    );
    await transaction.query('fact/update_job', { fact_key: key, version, job_id: id });
    return id;
  }

  private note(
    transaction: Transaction,
    action: string,
    subjectId: string,
    actor: Principal,
    change: { readonly before?: object | undefined; readonly after?: object } = {},
  ): Promise<void> {
    return this.audit.record(transaction, { actor, action, subjectKind: 'fact', subjectId, ...change });
  }

  private readonly now = (): Date => new Date(this.clock.now());
}

function requireLive(caller: Principal): void {
  if (!caller.live) throw forbidden('A test key writes no facts: they are of live data.');
}

const textOf = ({ name, description, sql, scale }: FactText): FactText => ({ name, description, sql, scale });
