import type { Principal, RecordedActor } from '#libs/contracts';
import { conflict, forbidden } from '#libs/errors';
import type { Transaction } from '#libs/postgres';

interface Reviewed {
  /** "The flag banner" */
  readonly what: string;
  readonly latest: number;
  /** The one that was read; as the latest it has been compared with it. */
  readonly version: number | undefined;
  /** Everybody who has written a part of what is to be approved. */
  readonly authors: readonly RecordedActor[];
  readonly reviewRequired: boolean;
}

/**
 * Whether somebody may vouch for a draft: a person who has written no part of it, whether as themselves or with a
 * machine's key that they made. Where review is required they name the version that they read: an edit that came a moment
 * before would be approved unseen.
 *
 * @throws VerdictError `forbidden` naming the person, and the key; `conflict` without the version
 */
export async function checkApprover(
  actor: Principal,
  { what, latest, version, authors, reviewRequired }: Reviewed,
  transaction: Transaction,
): Promise<void> {
  if (actor.kind !== 'person') throw forbidden('A person approves, with a key or a session of their own.');
  const otherwise = `somebody else approves it.${reviewRequired ? '' : ' Review is off: it needs no approval.'}`;
  if (authors.some(({ id }) => id === actor.id))
    throw forbidden(`${actor.name} has written a part of this draft; ${otherwise}`);
  const keys = authors.filter(({ kind }) => kind === 'key').map(({ id }) => id);
  const asked = { key_ids: keys, person_id: actor.id };
  const own = await transaction.maybeOne<{ name: string }>('audit/find_own_key', asked);
  if (own !== undefined)
    throw forbidden(`${actor.name} has made the key ${own.name}, which has written a part of this draft; ${otherwise}`);
  if (reviewRequired && version === undefined)
    throw conflict(`${what} is approved in the version that was read: name it.`, [
      { pointer: '/version', rule: 'version_read', detail: `an approval is of one version; the latest is ${latest}` },
    ]);
}
