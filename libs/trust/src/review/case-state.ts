import type { Actor, CaseState } from '#libs/contracts';
import { conflict, forbidden } from '#libs/errors';

/** Who holds a case, as far as what may become of it depends on it. */
export interface HeldCase {
  readonly state: CaseState;
  readonly assignee: string | null;
  readonly claimed_by: string | null;
  readonly held_until: Date | null;
}

const leadsTo: Readonly<Record<CaseState, readonly CaseState[]>> = {
  open: ['claimed', 'waiting', 'escalated', 'closed'],
  claimed: ['open', 'claimed', 'waiting', 'escalated', 'closed'],
  waiting: ['open', 'claimed', 'waiting', 'escalated', 'closed'],
  escalated: ['open', 'claimed', 'waiting', 'closed'],
  closed: [],
};

const isAdmin = (actor: Actor): boolean => actor.kind === 'system' || actor.role === 'admin';

/** A lease that is over holds nothing, also before anybody has noticed. */
export const isHeldByOther = ({ state, claimed_by, held_until }: HeldCase, actor: Actor, nowMs: number): boolean =>
  state === 'claimed' && claimed_by !== actor.id && (held_until?.getTime() ?? 0) > nowMs;

/** An admin may take a case from whom holds it, to hand it on. @throws VerdictError `conflict` where another holds it or the change is none; `forbidden` for what is escalated to admins. */
export function requireChange(held: HeldCase, to: CaseState, actor: Actor, nowMs: number): void {
  const isTakenAway = to === 'open' && isAdmin(actor);
  if (isHeldByOther(held, actor, nowMs) && !isTakenAway) throw conflict('Another reviewer holds this case.');
  if (!leadsTo[held.state].includes(to)) throw conflict(`A case that is ${held.state} cannot be ${to}.`);
  if (to !== 'claimed') return;
  if (held.assignee !== null && held.assignee !== actor.id) throw conflict('This case is assigned to somebody else.');
  if (held.state === 'escalated' && held.assignee === null && !isAdmin(actor))
    throw forbidden('An escalated case is for an admin, or for whom it is assigned to.');
}
