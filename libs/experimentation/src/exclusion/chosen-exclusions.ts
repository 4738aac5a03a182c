import type { FactColumn, PinnedExclusionView, UnitType } from '#libs/contracts';
import { invalid, type FieldProblem } from '#libs/errors';
import type { Transaction } from '#libs/postgres';
import type { Experiment } from '../experiment/experiment.js';
import { columnsOf, usableFacts, type UsableFact } from '../metric/chosen-metrics.js';
import { unitsOf } from '../metric/fact-columns.js';

type Facts = ReadonlyMap<string, UsableFact>;

/** Who takes part in no experiment unless it says so. */
const usual = ['staff', 'known_bot'];

/** What leaves units out of an experiment of which nobody has said it. */
export async function usualExclusions(transaction: Transaction, unit: UnitType): Promise<string[]> {
  const facts = await usableFacts(transaction);
  return usual.filter((key) => problemOf(key, unit, facts) === undefined);
}

/** @throws VerdictError `invalid` naming each fact that does not say whom to leave out, and why */
export async function requireExclusions(
  transaction: Transaction,
  { exclusions, unit }: Pick<Experiment, 'exclusions' | 'unit'>,
  pointerOf = (index: number): string => `/exclusions/${index}`,
): Promise<void> {
  const facts = await usableFacts(transaction);
  const problems = exclusions.flatMap((key, index): FieldProblem[] => {
    const found = problemOf(key, unit, facts);
    return found === undefined ? [] : [{ pointer: pointerOf(index), ...found }];
  });
  const [first] = problems;
  if (first !== undefined) throw invalid(`${first.pointer}: ${first.detail}.`, problems);
}

function problemOf(key: string, unit: UnitType, facts: Facts): Omit<FieldProblem, 'pointer'> | undefined {
  const known = columnsOf(facts)(key);
  if ('refused' in known) return { rule: 'fact', detail: known.refused };
  if (!hasReason(known.columns))
    return { rule: 'reason', detail: `the fact ${key} has no text column reason, which says why units are left out` };
  const units = unitsOf(known.columns);
  if (units.includes(unit)) return undefined;
  return {
    rule: 'unit',
    detail: `the fact ${key} says nothing of a ${unit}: it is about ${units.join(' and ')}`,
  };
}

const hasReason = (columns: readonly FactColumn[]): boolean =>
  columns.some(({ name, type }) => name === 'reason' && type === 'text');

/** What units are left out by from now on. */
export async function pinExclusions(
  transaction: Transaction,
  keys: readonly string[],
  addedAt: Date | null,
): Promise<PinnedExclusionView[]> {
  const facts = await usableFacts(transaction);
  return keys.map((fact) => ({
    fact,
    version: facts.get(fact)?.version ?? 0,
    added_at: addedAt?.toISOString() ?? null,
  }));
}
