import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/access';
import {
  type MetricCertificateView,
  type NewMetricCertificate,
  type Principal,
  type RefreshAnswer,
  type UnitType,
} from '#libs/contracts';
import { conflict, invalid, notFound } from '#libs/errors';
import { Database, DATABASE, type Transaction } from '#libs/postgres';
import { Jobs } from '#libs/queue';
import { chosenMetrics, type ChosenMetric } from '../metric/chosen-metrics.js';
import { certificateView } from './certificate-view.js';
import { listCertificates } from './certificate.repository.js';
import { isCertified, submitCertify } from './certify-job.js';

/** A metric is not certified by the hundred. */
const mostListed = 50;

/** A/A certificates of metrics, and what they were before any experiment. */
@Injectable()
export class CertificateService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(Jobs) private readonly jobs: Jobs,
  ) {}

  /** @throws VerdictError `not_found`, `conflict` for an archived one, `invalid` for what cannot be read of these units */
  async ask(key: string, { unit: given, days }: NewMetricCertificate, caller: Principal): Promise<RefreshAnswer> {
    const job = await this.database.transaction(async (transaction) => {
      const metric = await found(transaction, key);
      const unit = requireUnit(metric, given);
      await this.audit.record(transaction, {
        actor: caller,
        action: 'metric.certify',
        subjectKind: 'metric',
        subjectId: key,
        after: { version: metric.version, unit, days },
      });
      return submitCertify(this.jobs, transaction, { metric, unit, days, by: caller.id });
    });
    await this.jobs.enqueue(job, 'metric_certify');
    return { job_id: job };
  }

  /** The latest first. @throws VerdictError `not_found` */
  async list(key: string): Promise<MetricCertificateView[]> {
    await found(this.database, key);
    return (await listCertificates(this.database, key, { limit: mostListed })).map(certificateView);
  }
}

async function found(transaction: Transaction, key: string): Promise<ChosenMetric> {
  const metric = (await chosenMetrics(transaction, [key])).get(key);
  if (metric === undefined) throw notFound(`No metric ${key}.`);
  return metric;
}

/** @throws VerdictError naming why its past cannot be read */
function requireUnit(metric: ChosenMetric, given: UnitType | undefined): UnitType {
  const { key, archived_at, problem, units } = metric;
  if (archived_at !== null) throw conflict(`The metric ${key} is archived.`);
  if (problem !== undefined) throw conflict(`The metric ${key} cannot be read: ${problem}.`);
  if (!isCertified(metric.definition))
    throw conflict(
      `The metric ${key} has no certificate: its past is not read, since it takes the values of all units at once.`,
    );
  const unit = given ?? units[0];
  if (unit !== undefined && units.includes(unit)) return unit;
  const detail = `the metric ${key} is of ${units.length === 0 ? 'nobody' : units.join(' and ')}`;
  throw invalid(`/unit: ${detail}.`, [{ pointer: '/unit', rule: 'unit', detail }]);
}
