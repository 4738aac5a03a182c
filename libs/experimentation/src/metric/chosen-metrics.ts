import type { FactColumn, MetricDefinition, PinnedMetricView, UnitType } from '#libs/contracts';
import { invalid, type FieldProblem } from '#libs/errors';
import type { Transaction } from '#libs/postgres';
import { checkMetric } from './check-metric.js';
import type { FactColumns } from './check-metric.js';
import { unitsOf } from './fact-columns.js';
import { listMetrics, type MetricRow } from './metric.repository.js';

/** A fact as metrics use it now: in the latest version that was checked. */
export interface UsableFact {
  readonly version: number | null;
  readonly columns: readonly FactColumn[];
  readonly archived_at: Date | null;
}

/** A metric in its latest version, with what its facts are now. */
export interface ChosenMetric extends MetricRow {
  readonly units: readonly UnitType[];
  /** Its facts, each in the version that would be read. */
  readonly facts: Readonly<Record<string, number>>;
  /** Why nothing can be read of it, where a fact is gone or unchecked. */
  readonly problem: string | undefined;
}

/** By key. */
export type ChosenMetrics = ReadonlyMap<string, ChosenMetric>;

export async function usableFacts(transaction: Transaction): Promise<ReadonlyMap<string, UsableFact>> {
  const rows = await transaction.query<UsableFact & { readonly key: string }>('fact/list_usable');
  return new Map(rows.map(({ key, ...fact }) => [key, fact]));
}

/** What a metric may name of each fact. */
export const columnsOf =
  (facts: ReadonlyMap<string, UsableFact>): FactColumns =>
  (key) => {
    const fact = facts.get(key);
    if (fact === undefined) return { refused: `there is no fact ${key}` };
    if (fact.archived_at !== null) return { refused: `the fact ${key} is archived` };
    if (fact.version === null) return { refused: `no version of the fact ${key} has passed its check` };
    return { columns: fact.columns };
  };

/** Those of these keys that there are, archived or not. */
export async function chosenMetrics(transaction: Transaction, keys: readonly string[]): Promise<ChosenMetrics> {
  if (keys.length === 0) return new Map();
  const facts = await usableFacts(transaction);
  const rows = await listMetrics(transaction, { keys });
  return new Map(rows.map((row) => [row.key, chosenOf(row, facts)]));
}

export function chosenOf(row: MetricRow, facts: ReadonlyMap<string, UsableFact>): ChosenMetric {
  const { definition } = row;
  const [problem] = checkMetric(definition, columnsOf(facts)).problems;
  const keys = factsOf(definition);
  const units = keys.map((key) => unitsOf(facts.get(key)?.columns ?? []));
  return {
    ...row,
    units: (units[0] ?? []).filter((unit) => units.every((all) => all.includes(unit))),
    facts: Object.fromEntries(keys.map((key) => [key, facts.get(key)?.version ?? 0])),
    problem: problem?.detail,
  };
}

const factsOf = ({ numerator, denominator }: MetricDefinition): string[] => [
  ...new Set([numerator.fact, ...(denominator === null ? [] : [denominator.fact])]),
];

/** @throws VerdictError `invalid` naming each metric that cannot be read for these units, and why */
export function requireReadable(
  keys: readonly string[],
  unit: UnitType,
  chosen: ChosenMetrics,
  pointerOf = (index: number): string => `/metrics/${index}`,
): void {
  const problems = keys.flatMap((key, index): FieldProblem[] => {
    const found = problemOf(key, unit, chosen.get(key));
    return found === undefined ? [] : [{ pointer: pointerOf(index), ...found }];
  });
  const [first] = problems;
  if (first !== undefined) throw invalid(`${first.pointer}: ${first.detail}.`, problems);
}

function problemOf(
  key: string,
  unit: UnitType,
  metric: ChosenMetric | undefined,
): Omit<FieldProblem, 'pointer'> | undefined {
  if (metric === undefined)
    return { rule: 'unknown_metric', detail: `there is no metric ${key}; GET /v1/metrics has all` };
  if (metric.archived_at !== null) return { rule: 'archived', detail: `the metric ${key} is archived` };
  if (metric.problem !== undefined)
    return { rule: 'unreadable', detail: `the metric ${key} cannot be read: ${metric.problem}` };
  if (metric.units.includes(unit)) return undefined;
  const served = metric.units.length === 0 ? 'nobody' : metric.units.join(' and ');
  return { rule: 'unit', detail: `the metric ${key} is of ${served}, and the experiment is about a ${unit}` };
}

/** What an experiment is read by from now on. */
export const pinsOf = (keys: readonly string[], chosen: ChosenMetrics, addedAt: Date | null): PinnedMetricView[] =>
  keys.flatMap((key) => {
    const metric = chosen.get(key);
    if (metric === undefined) return [];
    return [{ metric: key, version: metric.version, facts: metric.facts, added_at: addedAt?.toISOString() ?? null }];
  });
