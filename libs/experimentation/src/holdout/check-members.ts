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

type Held = Pick<Experiment, 'unit' | 'holdout'>;

/**
 * Whether a holdout can hold units out of what it names: flags that there are, and experiments about its unit that have
 * not started, since one that runs would see units change their variant. Who is in it already may stay.
 *
 * @param before what was in it so far
 * @throws VerdictError `invalid` naming each that cannot be in it
 */
export async function checkMembers(
  { unit, holdout }: Held,
  transaction: Transaction,
  before: readonly string[] = [],
): Promise<void> {
  if (holdout === null) return;
  const problems = [
    ...(await experimentProblems(unit, holdout.experiments, before, transaction)),
    ...(await flagProblems(holdout.flags, transaction)),
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

async function flagProblems(keys: readonly string[], transaction: Transaction): Promise<FieldProblem[]> {
  if (keys.length === 0) return [];
  const found = new Set(
    (await transaction.query<{ key: string }>('holdout/list_flags', { keys })).map(({ key }) => key),
  );
  return keys.flatMap((key, index) =>
    found.has(key) ? [] : [{ pointer: `/flags/${index}`, rule: 'known_flag', detail: `no flag ${key}` }],
  );
}

/** Which of these experiments go on, so that units in them would notice a change. */
export async function goingOn(keys: readonly string[], transaction: Transaction): Promise<string[]> {
  const members = await transaction.query<Member>('holdout/list_members', { keys });
  const lasting = new Set(['running', 'closed', 'paused']);
  return members.filter(({ state }) => lasting.has(state)).map(({ key }) => key);
}
