import type { LineReading } from '#libs/contracts';
import { readyMadeFacts, readyMadeMetrics, type PinnedFact, type PinnedMetric } from '#libs/experimentation';
import { withoutHeader } from '#libs/postgres';
import { ownViews } from '#libs/warehouse';
import { warehouseCatalogue } from './warehouse.js';

/** Ready-made metrics as an experiment is pinned to them, without a database. */
export const readyPinned = (keys: readonly string[], readings?: readonly LineReading[]): PinnedMetric[] =>
  keys.map((key) => {
    const written = readyMadeMetrics[key];
    if (written === undefined) throw new Error(`No ready-made metric ${key}.`);
    const definition = readings === undefined ? written : { ...written, readings };
    const denominator = definition.denominator === null ? null : factOf(definition.denominator.fact);
    return { key, version: 1, definition, numerator: factOf(definition.numerator.fact), denominator, addedAt: null };
  });

/** What people may ask about where nothing of the company's is published. */
export const nothingElse = (): Promise<ReadonlySet<string>> => Promise.resolve(new Set(ownViews()));

function factOf(key: string): PinnedFact {
  const fact = readyMadeFacts.find((one) => one.key === key);
  if (fact === undefined) throw new Error(`No ready-made fact ${key}.`);
  const sql = withoutHeader(warehouseCatalogue.statement(fact.statement));
  return { key, version: 1, sql, scale: 0, columns: fact.columns };
}
