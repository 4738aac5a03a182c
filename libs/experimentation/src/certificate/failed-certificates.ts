import type { Readout, UnitType } from '#libs/contracts';
import type { Transaction } from '#libs/postgres';
import { certificateText } from './certificate-view.js';
import type { KeptCertificate } from './false-alarms.js';

interface VerdictRow {
  readonly metric: string;
  readonly version: number;
  readonly certificate: KeptCertificate;
}

/**
 * A readout, in which metrics whose latest A/A certificate has failed are named and have no verdicts: what their test finds
 * is there too often without any effect.
 */
export async function withoutFailed(database: Transaction, readout: Readout, unit: UnitType): Promise<Readout> {
  const rows = await database.query<VerdictRow>('metric_certificate/list_verdicts', {
    metrics: readout.metrics.map(({ metric }) => metric.key),
    versions: readout.metrics.map(({ metric }) => metric.version),
    unit,
  });
  const failed = rows.filter(
    ({ certificate }) => certificate.kind === 'certificate' && certificate.verdict === 'failed',
  );
  if (failed.length === 0) return readout;
  const isFailed = ({ metric: { key, version } }: Readout['metrics'][number]): boolean =>
    failed.some((one) => one.metric === key && one.version === version);
  const notes = failed.map(({ metric, certificate }) => ({
    code: 'certificate_failed' as const,
    text: `The A/A certificate of ${metric} has failed, and it has no verdict. ${certificateText(certificate)}`,
  }));
  return {
    ...readout,
    notes: [...readout.notes, ...notes],
    metrics: readout.metrics.map((one) => (isFailed(one) ? { ...one, verdicts: [] } : one)),
  };
}
