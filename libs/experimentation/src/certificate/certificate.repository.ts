import type { QueryReference, SeenDay, UnitType } from '#libs/contracts';
import type { Transaction } from '#libs/postgres';
import type { RunQuery, VariantSums } from '../results/reading.js';
import type { KeptCertificate } from './false-alarms.js';

/** What is known of one version of a metric from before any experiment. */
export interface Certificate {
  /** Of the job that made it. */
  readonly id: string;
  readonly metric: string;
  readonly version: number;
  readonly unit: UnitType;
  readonly beganAt: Date;
  readonly endedAt: Date;
  readonly days: number;
  readonly arrivals: readonly SeenDay[];
  /** Null where nobody was seen. */
  readonly sums: VariantSums | null;
  /** Sums are of values times 10^scale. */
  readonly scale: number;
  readonly certificate: KeptCertificate;
  readonly seed: number;
  readonly engine: string;
  readonly commit: string;
  readonly query: QueryReference;
  readonly madeAt: Date;
}

interface CertificateRow {
  readonly id: string;
  readonly metric_key: string;
  readonly metric_version: number;
  readonly unit: UnitType;
  readonly began_at: Date;
  readonly ended_at: Date;
  readonly days: number;
  readonly arrivals: readonly SeenDay[];
  readonly sums: VariantSums | null;
  /** Sums are of values times 10^scale. */
  readonly scale: number;
  readonly certificate: KeptCertificate;
  readonly seed: string | number;
  readonly engine: string;
  readonly commit: string;
  readonly query_hash: string;
  readonly parameters: QueryReference['parameters'];
  readonly made_at: Date;
}

export async function insertCertificate(
  transaction: Transaction,
  { query: _, ...made }: Certificate,
  { hash, name, text, parameters }: RunQuery,
): Promise<void> {
  const { engine, commit, madeAt } = made;
  await transaction.query('query/insert_query', { hash, name, text, engine, commit, first_used_at: madeAt });
  await transaction.query('metric_certificate/insert_certificate', {
    id: made.id,
    metric_key: made.metric,
    metric_version: made.version,
    unit: made.unit,
    began_at: made.beganAt,
    ended_at: made.endedAt,
    days: made.days,
    arrivals: JSON.stringify(made.arrivals),
    sums: made.sums === null ? null : JSON.stringify(made.sums),
    scale: made.scale,
    certificate: JSON.stringify(made.certificate),
    seed: made.seed,
    engine,
    commit,
    query_hash: hash,
    parameters: JSON.stringify(parameters),
    made_at: madeAt,
  });
}

/** The latest first; of one type of unit, where it is said. */
export async function listCertificates(
  transaction: Transaction,
  metric: string,
  { unit = null, limit }: { readonly unit?: UnitType | null; readonly limit: number },
): Promise<Certificate[]> {
  const values = { metric_key: metric, unit, row_limit: limit };
  return (await transaction.query<CertificateRow>('metric_certificate/list_certificates', values)).map((row) => ({
    id: row.id,
    metric: row.metric_key,
    version: row.metric_version,
    unit: row.unit,
    beganAt: row.began_at,
    endedAt: row.ended_at,
    days: row.days,
    arrivals: row.arrivals,
    sums: row.sums,
    scale: row.scale,
    certificate: row.certificate,
    seed: Number(row.seed),
    engine: row.engine,
    commit: row.commit,
    query: { hash: row.query_hash, parameters: row.parameters },
    madeAt: row.made_at,
  }));
}
