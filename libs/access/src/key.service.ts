import { Inject, Injectable } from '@nestjs/common';
import {
  CLOCK,
  newId,
  type Clock,
  type KeyMade,
  type KeyRotated,
  type KeyRotation,
  type KeyView,
  type NewKey,
  type Principal,
} from '#libs/contracts';
import { forbidden, notFound } from '#libs/errors';
import { Database, DATABASE, type Transaction } from '#libs/postgres';
import { Audit } from './audit.js';
import { KeyRing } from './key-ring.js';
import { evaluationOf, refuseMoreThanOwn, refuseWrongKind, scopesOf } from './key-rules.js';
import { newToken, tokenHash } from './token.js';

type KeyRow = Pick<KeyView, 'kind' | 'evaluation' | 'name' | 'live' | 'expires_at'> & {
  readonly scopes: NonNullable<NewKey['scopes']>;
  readonly person_id: string | null;
};

/** A key to be stored, its secret included. */
interface Secret {
  readonly key: NewKey;
  readonly token: string;
  readonly personId: string | null;
  /** The key that it is to take the place of. */
  readonly successorOf?: string;
}

/** Keys of machines and people: made, listed, rotated, revoked. Their secrets are shown once. */
@Injectable()
export class KeyService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(KeyRing) private readonly ring: KeyRing,
  ) {}

  /** Everybody sees their own keys; who may write keys sees all. */
  async list(actor: Principal): Promise<KeyView[]> {
    const rows = await this.database.query<Omit<KeyView, 'shows_rules'>>('api_key/list_api_keys', {
      person_id: this.ownerFilter(actor),
    });
    return rows.map((row) => ({ ...row, shows_rules: row.evaluation === 'local' }));
  }

  /** Makes a key and returns its token: the only time that anyone sees it. @throws VerdictError `forbidden`, `invalid` */
  async add(key: NewKey, actor?: Principal): Promise<KeyMade> {
    if (key.kind !== 'person' && actor !== undefined && !actor.scopes.includes('keys:write'))
      throw forbidden('A key for a machine needs the scope keys:write; a personal one does not.');
    if (key.kind === 'person' && actor?.kind !== 'person') throw forbidden('Only a person can have a personal key.');
    refuseWrongKind(key);
    refuseMoreThanOwn(key, actor);
    const token = tokenFor(key);
    const personId = key.kind === 'person' ? (actor?.id ?? null) : null;
    const id = await this.commit((transaction) => this.insert(transaction, { key, token, personId }, actor));
    return made(id, token, key);
  }

  /** The same token again changes nothing: for a first key whose secret lies in a file. */
  async ensure(key: NewKey, token: string): Promise<void> {
    await this.commit((transaction) => this.insert(transaction, { key, token, personId: null }));
  }

  /**
   * Makes a key that may do the same, and lets the old one work on for a while, so that nobody is refused meanwhile.
   * @throws VerdictError `not_found` for a key that opens nothing any more; `forbidden`
   */
  async rotate(id: string, { overlap_seconds, expires_at }: KeyRotation, actor: Principal): Promise<KeyRotated> {
    const now = this.clock.now();
    return this.commit(async (transaction) => {
      const row = await transaction.maybeOne<KeyRow>('api_key/lock_usable_key', { id, now: new Date(now) });
      const owner = row?.kind === 'person' ? row.person_id === actor.id : actor.scopes.includes('keys:write');
      if (row === undefined || !owner) throw notFound(`No key ${id} that could be rotated.`);
      const key = successorOf(row, expires_at);
      refuseMoreThanOwn(key, actor);
      const token = tokenFor(key);
      const secret = { key, token, personId: row.person_id, successorOf: id };
      const newKeyId = await this.insert(transaction, secret, actor);
      const until = { id, expires_at: new Date(now + overlap_seconds * 1_000) };
      const previous = await transaction.one<{ expires_at: Date }>('api_key/expire_api_key', until);
      await this.audit.record(transaction, {
        actor,
        action: 'key.rotate',
        subjectKind: 'key',
        subjectId: id,
        before: { expires_at: row.expires_at },
        after: { ...previous, successor: newKeyId },
      });
      return { ...made(newKeyId, token, key), previous: { id, ...previous } };
    });
  }

  async revoke(id: string, actor: Principal): Promise<void> {
    await this.commit(async (transaction) => {
      const revoked = await transaction.maybeOne('api_key/revoke_api_key', {
        id,
        revoked_at: new Date(this.clock.now()),
        person_id: this.ownerFilter(actor),
      });
      if (revoked === undefined) throw notFound(`No key ${id} that could be revoked.`);
      await this.audit.record(transaction, { actor, action: 'key.revoke', subjectKind: 'key', subjectId: id });
    });
  }

  /** What changes keys counts in this process once it is done, and in the others at the word of it. */
  private async commit<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    const result = await this.database.transaction(async (transaction) => {
      const found = await work(transaction);
      await transaction.query('api_key/notify_access');
      return found;
    });
    await this.ring.reload();
    return result;
  }

  private async insert(transaction: Transaction, secret: Secret, actor?: Principal): Promise<string> {
    const id = newId(this.clock);
    const { key, token, personId, successorOf: predecessor } = secret;
    const { kind, name, live } = key;
    const scopes = scopesOf(key, actor);
    const evaluation = evaluationOf(key);
    const inserted = await transaction.maybeOne('api_key/insert_api_key', {
      id,
      kind,
      evaluation,
      person_id: personId,
      name,
      token_hash: Buffer.from(tokenHash(token), 'base64'),
      scopes,
      live,
      created_at: new Date(this.clock.now()),
      expires_at: key.expires_at === undefined ? null : new Date(key.expires_at),
    });
    // The same token is there already: nothing was added.
    if (inserted === undefined) return id;
    await this.audit.record(transaction, {
      ...(actor === undefined ? {} : { actor }),
      action: 'key.add',
      subjectKind: 'key',
      subjectId: id,
      after: {
        kind,
        name,
        live,
        scopes,
        ...(evaluation === null ? {} : { evaluation }),
        ...(predecessor === undefined ? {} : { successor_of: predecessor }),
      },
    });
    return id;
  }

  private ownerFilter(actor: Principal): string | null {
    return actor.scopes.includes('keys:write') ? null : actor.id;
  }
}

/** Its prefix says whether it may lie in a page. */
const tokenFor = ({ kind, live }: NewKey): string =>
  newToken(`${kind === 'client' ? 'vc' : 'vk'}_${live ? 'live' : 'test'}`);

function made(id: string, token: string, key: NewKey): KeyMade {
  const evaluation = evaluationOf(key);
  return { id, token, evaluation, shows_rules: evaluation === 'local' };
}

const successorOf = ({ kind, evaluation, name, live, scopes }: KeyRow, expires_at: NewKey['expires_at']): NewKey => ({
  kind,
  name,
  live,
  scopes,
  ...(evaluation === null ? {} : { evaluation }),
  ...(expires_at === undefined ? {} : { expires_at }),
});
