import { Inject, Injectable } from '@nestjs/common';
import {
  appScopes,
  CLOCK,
  newId,
  scopes,
  type Clock,
  type KeyView,
  type NewKey,
  type Principal,
  type ScopeName,
} from '#libs/contracts';
import { forbidden, notFound } from '#libs/errors';
import { Database, DATABASE } from '#libs/postgres';
import { Audit } from './audit.js';
import { KeyRing } from './key-ring.js';
import { newToken, tokenHash } from './token.js';

/** Keys of machines and people: made, listed, revoked. Their secrets are shown once. */
@Injectable()
export class KeyService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(KeyRing) private readonly ring: KeyRing,
  ) {}

  /** Everybody sees their own keys; who may write keys sees all. */
  list(actor: Principal): Promise<KeyView[]> {
    return this.database.query<KeyView>('api_key/list_api_keys', { person_id: this.ownerFilter(actor) });
  }

  /** Makes a key and returns its token: the only time that anyone sees it. */
  async add(key: NewKey, actor?: Principal): Promise<{ id: string; token: string }> {
    if (key.kind !== 'person' && actor !== undefined && !actor.scopes.includes('keys:write'))
      throw forbidden('A key for a machine needs the scope keys:write; a personal one does not.');
    if (key.kind === 'person' && actor?.kind !== 'person') throw forbidden('Only a person can have a personal key.');
    refuseMoreThanOwn(key, actor);
    const token = newToken(`vk_${key.live ? 'live' : 'test'}`);
    const id = await this.insert(key, token, actor);
    return { id, token };
  }

  /** The same token again changes nothing: for a first key whose secret lies in a file. */
  async ensure(key: NewKey, token: string): Promise<void> {
    await this.insert(key, token);
  }

  async revoke(id: string, actor: Principal): Promise<void> {
    await this.database.transaction(async (transaction) => {
      const revoked = await transaction.maybeOne('api_key/revoke_api_key', {
        id,
        revoked_at: new Date(this.clock.now()),
        person_id: this.ownerFilter(actor),
      });
      if (revoked === undefined) throw notFound(`No key ${id} that could be revoked.`);
      await this.audit.record(transaction, { actor, action: 'key.revoke', subjectKind: 'key', subjectId: id });
      await transaction.query('api_key/notify_access');
    });
    await this.ring.reload();
  }

  private async insert(key: NewKey, token: string, actor?: Principal): Promise<string> {
    const id = newId(this.clock);
    const { kind, name, live } = key;
    const granted = key.scopes ?? defaultScopes(kind, actor);
    await this.database.transaction(async (transaction) => {
      await transaction.query('api_key/insert_api_key', {
        id,
        kind,
        person_id: kind === 'person' ? (actor?.id ?? null) : null,
        name,
        token_hash: Buffer.from(tokenHash(token), 'base64'),
        scopes: granted,
        live,
        created_at: new Date(this.clock.now()),
        expires_at: key.expires_at === undefined ? null : new Date(key.expires_at),
      });
      await this.audit.record(transaction, {
        ...(actor === undefined ? {} : { actor }),
        action: 'key.add',
        subjectKind: 'key',
        subjectId: id,
        after: { kind, name, live, scopes: granted },
      });
      await transaction.query('api_key/notify_access');
    });
    await this.ring.reload();
    return id;
  }

  private ownerFilter(actor: Principal): string | null {
    return actor.scopes.includes('keys:write') ? null : actor.id;
  }
}

/** A key can give no right that its maker has not, and a test key makes nothing live. */
function refuseMoreThanOwn(key: NewKey, actor?: Principal): void {
  if (actor === undefined) return;
  const beyond = (key.scopes ?? defaultScopes(key.kind, actor)).filter((scope) => !actor.scopes.includes(scope));
  if (beyond.length > 0) throw forbidden(`${actor.name} cannot give ${beyond.join(', ')}.`);
  if (key.live && !actor.live) throw forbidden('A test key makes no live key.');
}

function defaultScopes(kind: NewKey['kind'], actor?: Principal): readonly ScopeName[] {
  if (kind === 'person') return actor?.scopes ?? scopes;
  return kind === 'app' ? appScopes : ['assignments:evaluate'];
}
