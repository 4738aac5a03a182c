import { createHash } from 'node:crypto';
import { systemActor } from '#libs/contracts';
import { withoutHeader, type SqlCatalogue, type Transaction } from '#libs/postgres';
import { differences } from '../history/differences.js';
import { chosenMetrics, pinsOf } from './chosen-metrics.js';
import { insertFactVersion, listFacts, passFactVersion } from './fact.repository.js';
import { insertMetricVersion, listMetrics } from './metric.repository.js';
import { readyMadeFacts, readyMadeMetrics, type ReadyMadeFact } from './ready-made.js';

interface Written {
  /** Of `sql/warehouse`. */
  readonly catalogue: SqlCatalogue;
  readonly at: Date;
  readonly commit: string;
}

/**
 * Keeps the ready-made facts and metrics as this release has them: new ones are version 1, changed ones a further version.
 * One whose key somebody took before is left alone. Experiments that started before metrics had versions are pinned.
 */
export async function writeReadyMade(transaction: Transaction, written: Written): Promise<void> {
  await transaction.query('metric/lock_ready_made');
  for (const fact of readyMadeFacts) await writeFact(transaction, fact, written);
  for (const key of Object.keys(readyMadeMetrics)) await writeMetric(transaction, key, written.at);
  await pinStarted(transaction);
}

async function writeFact(
  transaction: Transaction,
  { key, name, description, statement, columns }: ReadyMadeFact,
  { catalogue, at, commit }: Written,
): Promise<void> {
  const sql = withoutHeader(catalogue.statement(statement));
  const text = { name, description, sql, scale: 0 };
  const [before] = await listFacts(transaction, { key });
  if (before === undefined) await transaction.one('fact/insert_fact', { key, built_in: true });
  else if (!before.built_in || isSame(before, { ...text, columns })) return;
  const version = { key, version: (before?.version ?? 0) + 1, hash: createHash('sha256').update(sql).digest('hex') };
  await insertFactVersion(transaction, { ...version, ...text, note: null, actor: systemActor, at, commit });
  await passFactVersion(transaction, version, { columns, engine: null, at });
}

const isSame = (before: object, now: object): boolean =>
  Object.entries(now).every(
    ([name, value]) => differences((before as Record<string, unknown>)[name], value).length === 0,
  );

async function writeMetric(transaction: Transaction, key: string, at: Date): Promise<void> {
  const definition = readyMadeMetrics[key];
  if (definition === undefined) return;
  const [before] = await listMetrics(transaction, { keys: [key] });
  if (before === undefined) await transaction.one('metric/insert_metric', { key, built_in: true });
  else if (!before.built_in || differences(before.definition, definition).length === 0) return;
  const version = (before?.version ?? 0) + 1;
  await insertMetricVersion(transaction, { key, version, definition, note: null, actor: systemActor, at });
}

/** What started before there were versions is read by those of now. */
async function pinStarted(transaction: Transaction): Promise<void> {
  const rows = await transaction.query<{ key: string; metrics: readonly string[] }>('metric/list_unpinned');
  for (const { key, metrics } of rows) {
    const pins = pinsOf(metrics, await chosenMetrics(transaction, metrics), null);
    await transaction.query('metric/pin_experiment', { key, pinned_metrics: JSON.stringify(pins) });
  }
}
