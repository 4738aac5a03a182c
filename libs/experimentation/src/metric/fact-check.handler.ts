import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import { projectRoot } from '#libs/config';
import { CLOCK, jobPayloads, type Clock, type FactColumn, type MetricDefinition } from '#libs/contracts';
import { invalid, notFound, VerdictError } from '#libs/errors';
import { DATABASE, SqlCatalogue, type Database, type Transaction } from '#libs/postgres';
import type { JobContext, JobHandler } from '#libs/queue';
import { checkSelect, publishedRelations, WAREHOUSE, type Warehouse } from '#libs/warehouse';
import { checkedFact } from './checked-fact.js';
import { factProblems } from './fact-columns.js';
import { listFactVersions, passFactVersion, type FactVersionRow } from './fact.repository.js';
import { checkMetric } from './check-metric.js';
import { usableFacts } from './chosen-metrics.js';

const milliseconds = 120_000;
/** Nobody has pledged on it: the fact is run, and has nothing to read. */
const emptyDay = ['1970-01-01', '1970-01-02'] as const;

/** Runs a version of a fact on an empty day, and keeps its columns or why it cannot be used. */
@Injectable()
export class FactCheckHandler implements JobHandler {
  readonly name = 'fact_check';

  private readonly catalogue = SqlCatalogue.load(join(projectRoot(), 'sql/warehouse'));

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(WAREHOUSE) private readonly warehouse: Warehouse,
  ) {}

  accepts(): boolean {
    return this.warehouse.held;
  }

  async run(payload: unknown, context: Pick<JobContext, 'signal' | 'hold'>): Promise<object> {
    const { fact_key: key, version } = jobPayloads.fact_check.parse(payload);
    const [fact] = await listFactVersions(this.database, key, version);
    if (fact === undefined) throw notFound(`The fact ${key} has no version ${version}.`);
    if (fact.check_state === 'checked') return { columns: fact.columns?.length };
    try {
      const columns = await this.columns(fact, context.signal);
      await this.database.transaction(async (transaction) => {
        await context.hold(transaction);
        await transaction.query('fact/lock_fact', { key });
        await requireUses(transaction, key, columns);
        const found = { columns, engine: this.warehouse.engine, at: new Date(this.clock.now()) };
        await passFactVersion(transaction, fact, found);
      });
      return { columns: columns.length };
    } catch (error) {
      // What is away comes back; what is wrong stays so.
      if (error instanceof VerdictError && error.kind === 'invalid') await this.fail(fact, error.message, context);
      throw error;
    }
  }

  /** The same look as when it was written, since what is published may have changed; then the warehouse's own. */
  private async columns({ sql }: FactVersionRow, signal: AbortSignal): Promise<readonly FactColumn[]> {
    const limits = { rows: 1, milliseconds, signal };
    const columns = await this.warehouse.describe(await checkedFact(this.database, sql), [], limits);
    const problems = factProblems(columns);
    const [first] = problems;
    if (first !== undefined) throw invalid(`This cannot be a fact: ${first.detail}.`, problems);
    const { text } = this.catalogue.render('metric/check_fact', { fact: sql });
    const published = await publishedRelations(this.database);
    await this.warehouse.ask(await checkSelect(text, { published, pointer: '/sql' }), [...emptyDay], limits);
    return columns;
  }

  private async fail(
    { key, version }: FactVersionRow,
    error: string,
    context: Pick<JobContext, 'hold'>,
  ): Promise<void> {
    const { engine } = this.warehouse;
    const values = { fact_key: key, version, check_error: error, engine, checked_at: new Date(this.clock.now()) };
    await this.database.transaction(async (transaction) => {
      await context.hold(transaction);
      await transaction.query('fact/fail_version', values);
    });
  }
}

/** What metrics are read by stays: a version without it is another fact. @throws VerdictError `invalid` */
async function requireUses(transaction: Transaction, key: string, columns: readonly FactColumn[]): Promise<void> {
  const values = { fact_key: key };
  const users = await transaction.query<{ key: string; definition: MetricDefinition }>('metric/list_over_fact', values);
  const facts = await usableFacts(transaction);
  for (const user of users) {
    const columnsOf = (fact: string) => (fact === key ? { columns } : { columns: facts.get(fact)?.columns ?? [] });
    const [problem] = checkMetric(user.definition, columnsOf).problems;
    if (problem === undefined) continue;
    const detail = `the metric ${user.key} is over it, and then ${problem.pointer} is wrong: ${problem.detail}`;
    throw invalid(`This cannot be the fact ${key}: ${detail}.`, [{ pointer: '/sql', rule: 'in_use', detail }]);
  }
}
