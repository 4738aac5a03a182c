import type { RuleState } from '#libs/contracts';
import { conflict } from '#libs/errors';

/** From each state, where a rule may go. */
const ways: Readonly<Record<RuleState, readonly RuleState[]>> = {
  draft: ['shadow', 'live', 'retired'],
  shadow: ['live', 'retired'],
  live: ['shadow', 'retired'],
  retired: [],
};

/** @throws VerdictError `conflict` when there is no such way. */
export function changeOf(from: RuleState, to: RuleState): RuleState {
  if (!ways[from].includes(to)) throw conflict(`A ${from} rule cannot become ${to}.`);
  return to;
}
