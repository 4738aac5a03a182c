import type { Principal, RecordedActor } from '#libs/contracts';
import { forbidden } from '#libs/errors';
import type { Transaction } from '#libs/postgres';

/** @throws VerdictError `forbidden` for a machine, for who proposed it, and for who made the key that did. */
export async function requireSecond(
  actor: Principal,
  proposer: RecordedActor,
  transaction: Transaction,
): Promise<void> {
  if (actor.kind !== 'person') throw forbidden('A person approves, with a key or a session of their own.');
  if (proposer.id === actor.id) throw forbidden(`${actor.name} has proposed this; somebody else approves it.`);
  if (proposer.kind !== 'key') return;
  const asked = { key_ids: [proposer.id], person_id: actor.id };
  const own = await transaction.maybeOne<{ name: string }>('audit/find_own_key', asked);
  if (own !== undefined)
    throw forbidden(`${actor.name} has made the key ${own.name}, which has proposed this; somebody else approves it.`);
}
