import type { HoldoutScope } from '#libs/contracts';
import { invalid, type FieldProblem } from '#libs/errors';
import type { Transaction } from '#libs/postgres';
import type { Experiment } from '../experiment/experiment.js';

interface Member {
  readonly key: string;
  readonly unit: Experiment['unit'];
  readonly state: Experiment['state'];
  readonly is_holdout: boolean;
}

type Held = Pick<Experiment, 'unit' | 'holdout' | 'state'>;

/**
 * Whether a holdout can hold units out of what it names: flags that there are, and experiments about its unit that have
 * not started, since one that runs would see units change their variant; and so would a flag that is answered by, once
 * the holdout runs. Who is in it already may stay.
 *
 * @param before the holdout as it was so far
 * @throws VerdictError `invalid` naming each that cannot be in it
 */
export async function checkMembers({ unit, holdout }: Held, transaction: Transaction, before?: Held): Promise<void> {
  if (holdout === null) return;
  const names = before?.holdout?.experiments ?? [];
  const ownFlags = before === undefined || before.state === 'draft' ? holdout.flags : (before.holdout?.flags ?? []);
  const problems = [
    ...(await experimentProblems(unit, holdout.experiments, names === 'all' ? [] : names, transaction)),
    ...(await flagProblems(holdout.flags, ownFlags, transaction)),
  ];
  const [first] = problems;
  if (first !== undefined) throw invalid(`${first.pointer}: ${first.detail}.`, problems);
}

async function experimentProblems(
  unit: Experiment['unit'],
  keys: HoldoutScope['experiments'],
  before: readonly string[],
  transaction: Transaction,
): Promise<FieldProblem[]> {
  if (keys === 'all') return [];
  const found = new Map(
    (await transaction.query<Member>('holdout/list_members', { keys })).map((one) => [one.key, one]),
  );
  return keys.flatMap((key, index): FieldProblem[] => {
    const pointer = `/experiments/${index}`;
    const member = found.get(key);
    if (member === undefined || member.is_holdout)
      return [{ pointer, rule: 'known_experiment', detail: `no experiment ${key}` }];
    if (member.unit !== unit)
      return [{ pointer, rule: 'same_unit', detail: `${key} is about a ${member.unit}, not a ${unit}` }];
    if (member.state === 'draft' || before.includes(key)) return [];
    return [{ pointer, rule: 'not_started', detail: `${key} is ${member.state}: units would change their variant` }];
  });
}

async function flagProblems(
  keys: readonly string[],
  before: readonly string[],
  transaction: Transaction,
): Promise<FieldProblem[]> {
  if (keys.length === 0) return [];
  const rows = await transaction.query<{ key: string; published: boolean }>('holdout/list_flags', { keys });
  const published = new Map(rows.map((row) => [row.key, row.published]));
  return keys.flatMap((key, index): FieldProblem[] => {
    const pointer = `/flags/${index}`;
    if (!published.has(key)) return [{ pointer, rule: 'known_flag', detail: `no flag ${key}` }];
    if (published.get(key) !== true || before.includes(key)) return [];
    return [{ pointer, rule: 'not_published', detail: `${key} is published: units would change their value` }];
  });
}

/** Which of these experiments go on, so that units in them would notice a change. */
export async function goingOn(keys: readonly string[], transaction: Transaction): Promise<string[]> {
  const members = await transaction.query<Member>('holdout/list_members', { keys });
  const lasting = new Set(['running', 'closed', 'paused']);
  return members.filter(({ state }) => lasting.has(state)).map(({ key }) => key);
}
