import type { MetricDefinition, UnitType } from '#libs/contracts';
import type { Transaction } from '#libs/postgres';
import type { Jobs } from '#libs/queue';
import type { ChosenMetric } from '../metric/chosen-metrics.js';
import { isSummed } from '../metric/metric-line.js';

interface Asked {
  readonly metric: Pick<ChosenMetric, 'key' | 'version'>;
  readonly unit: UnitType;
  readonly days: number;
  /** The id of who asked. */
  readonly by: string;
}

/** Days of which a metric that was made or changed is certified. */
export const usualDays = 28;

/** Whether a metric's past is read. */
export const isCertified = (definition: MetricDefinition): boolean => isSummed({ definition });

/** The row of the job, in the caller's transaction; the same one, while it waits or runs. @returns its id, to enqueue */
export async function submitCertify(
  jobs: Jobs,
  transaction: Transaction,
  { metric: { key, version }, unit, days, by }: Asked,
): Promise<string> {
  const payload = { metric_key: key, version, unit, days };
  const deduplicationKey = `${key}@${version}/${unit}/${days}`;
  return (await jobs.submit({ name: 'metric_certify', payload, deduplicationKey, createdBy: by }, transaction)).id;
}
