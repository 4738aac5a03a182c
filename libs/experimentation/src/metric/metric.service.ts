import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/access';
import {
  CLOCK,
  type Clock,
  type MetricDefinition,
  type MetricDetail,
  type MetricListQuery,
  type MetricPatch,
  type MetricVersionView,
  type MetricView,
  type NewMetric,
  type Principal,
} from '#libs/contracts';
import { conflict, forbidden, invalid, notFound } from '#libs/errors';
import { Database, DATABASE, type Transaction } from '#libs/postgres';
import { Jobs } from '#libs/queue';
import { isCertified, submitCertify, usualDays } from '../certificate/certify-job.js';
import { somebodyWasQuicker } from '../history/somebody-was-quicker.js';
import { checkMetric, type WrittenMetric } from './check-metric.js';
import { chosenMetrics, chosenOf, columnsOf, usableFacts, type ChosenMetric } from './chosen-metrics.js';
import { insertMetricVersion, listMetrics, metricVersionView, type MetricVersionRow } from './metric.repository.js';

/** Metrics that people write. A change is a new version, which experiments that have started do not follow. */
@Injectable()
export class MetricService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Jobs) private readonly jobs: Jobs,
  ) {}

  async list({ archived }: MetricListQuery): Promise<MetricView[]> {
    const facts = await usableFacts(this.database);
    return (await listMetrics(this.database, { archived })).map((row) => metricView(chosenOf(row, facts)));
  }

  /** Archived or not. @throws VerdictError `not_found` */
  async get(key: string): Promise<MetricDetail> {
    const metric = await this.found(this.database, key);
    const experiments = await this.database.query<MetricDetail['experiments'][number]>('metric/list_experiments', {
      key,
    });
    return { ...metricView(metric), experiments };
  }

  /** The newest version first. @throws VerdictError `not_found` */
  async history(key: string): Promise<MetricVersionView[]> {
    await this.found(this.database, key);
    return (await this.database.query<MetricVersionRow>('metric/list_versions', { key })).map(metricVersionView);
  }

  /** @throws VerdictError `invalid` naming each field, `conflict` when the key is taken */
  async create({ key, note, ...written }: NewMetric, caller: Principal): Promise<MetricDetail> {
    requireLive(caller);
    const job = await this.database.transaction(async (transaction) => {
      const definition = await complete(transaction, written);
      if ((await transaction.maybeOne('metric/insert_metric', { key, built_in: false })) === undefined)
        throw conflict(`There is a metric ${key} already.`);
      await this.insert(transaction, { key, version: 1, definition, note }, caller);
      return this.certify(transaction, key, caller);
    });
    await this.enqueue(job);
    return this.get(key);
  }

  /** A new version; its kind stays. @throws VerdictError `invalid` naming each field, `conflict` */
  async update(key: string, { note, version, ...patch }: MetricPatch, caller: Principal): Promise<MetricDetail> {
    requireLive(caller);
    const job = await this.database.transaction(async (transaction) => {
      const before = await this.changeable(transaction, key, version);
      const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
      const written = { ...before.definition, ...given } as WrittenMetric;
      if (written.kind !== before.definition.kind) {
        const detail = `${key} is a ${before.definition.kind}; what is measured otherwise is another metric`;
        throw invalid(`/kind: ${detail}.`, [{ pointer: '/kind', rule: 'stays', detail }]);
      }
      // What follows from the retention follows it, unless it is said.
      const follows = patch.retention != null && patch.act_days === undefined;
      const definition = await complete(transaction, follows ? { ...written, act_days: undefined } : written);
      await this.insert(transaction, { key, version: before.version + 1, definition, note }, caller, before.definition);
      return this.certify(transaction, key, caller);
    });
    await this.enqueue(job);
    return this.get(key);
  }

  /** New experiments no longer take it; those that have it keep it. @throws VerdictError `conflict` for a ready-made one */
  async archive(key: string, caller: Principal): Promise<void> {
    await this.database.transaction(async (transaction) => {
      await this.changeable(transaction, key);
      await transaction.query('metric/archive_metric', { key, archived_at: this.now() });
      await this.note(transaction, 'metric.archive', key, caller);
    });
  }

  private async found(transaction: Transaction, key: string): Promise<ChosenMetric> {
    const metric = (await chosenMetrics(transaction, [key])).get(key);
    if (metric === undefined) throw notFound(`No metric ${key}.`);
    return metric;
  }

  /** Nobody else changes it until the transaction ends. */
  private async changeable(transaction: Transaction, key: string, version?: number): Promise<ChosenMetric> {
    await transaction.query('metric/lock_metric', { key });
    const metric = await this.found(transaction, key);
    if (metric.built_in)
      throw conflict(`The metric ${key} comes with the product and is not changed: make another one.`);
    if (metric.archived_at !== null) throw conflict(`The metric ${key} is archived.`);
    if (version !== undefined && version !== metric.version)
      throw somebodyWasQuicker(`The metric ${key}`, metric.version);
    return metric;
  }

  private async insert(
    transaction: Transaction,
    { note, ...metric }: { key: string; version: number; definition: MetricDefinition; note: string | undefined },
    actor: Principal,
    before?: MetricDefinition,
  ): Promise<void> {
    await insertMetricVersion(transaction, { ...metric, note: note ?? null, actor, at: this.now() });
    const action = before === undefined ? 'metric.create' : 'metric.change';
    await this.note(transaction, action, metric.key, actor, { before, after: metric.definition });
  }

  /** Whether its test can be trusted is asked of each version. @returns the job, where its past can be read */
  private async certify(transaction: Transaction, key: string, caller: Principal): Promise<string | undefined> {
    const metric = await this.found(transaction, key);
    const [unit] = metric.units;
    if (unit === undefined || !isCertified(metric.definition)) return undefined;
    return submitCertify(this.jobs, transaction, { metric, unit, days: usualDays, by: caller.id });
  }

  private async enqueue(job: string | undefined): Promise<void> {
    if (job !== undefined) await this.jobs.enqueue(job, 'metric_certify');
  }

  private note(
    transaction: Transaction,
    action: string,
    subjectId: string,
    actor: Principal,
    change: { readonly before?: object | undefined; readonly after?: object } = {},
  ): Promise<void> {
    return this.audit.record(transaction, { actor, action, subjectKind: 'metric', subjectId, ...change });
  }

  private readonly now = (): Date => new Date(this.clock.now());
}

/** @throws VerdictError `invalid` naming each field that breaks a rule */
async function complete(transaction: Transaction, written: WrittenMetric): Promise<MetricDefinition> {
  const { definition, problems } = checkMetric(written, columnsOf(await usableFacts(transaction)));
  const [first] = problems;
  if (first !== undefined) throw invalid(`${first.pointer}: ${first.detail}.`, problems);
  return definition;
}

function requireLive(caller: Principal): void {
  if (!caller.live) throw forbidden('A test key writes no metrics: they are of live data.');
}

const metricView = (metric: ChosenMetric): MetricView => ({
  key: metric.key,
  ...metricVersionView(metric),
  units: metric.units,
  built_in: metric.built_in,
  archived_at: metric.archived_at,
});
