import { verify } from '@node-rs/argon2';
import { Inject, Injectable } from '@nestjs/common';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { CONFIG, type Config } from '#libs/config';
import { CLOCK, roleScopes, type Clock, type Principal, type Role, type SignIn } from '#libs/contracts';
import { unauthenticated } from '#libs/errors';
import { Database, DATABASE } from '#libs/postgres';
import { Audit } from './audit.js';
import { consume } from './rate.js';
import { newToken, tokenHash } from './token.js';

interface PersonRow {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
}

/** argon2id of no password that anyone has: an unknown address takes as long as a wrong password. */
const nobody = '$argon2id$v=19$m=19456,t=2,p=1$A1YMXrW4BJoycwr7SnL09g$R3JuemxxN228cmMp8/mP08wkCgVKZtqMcbSrbpAlcZo';

/** People's sessions: a cookie with 256 random bits, its hash and its end in the database. */
@Injectable()
export class SessionService {
  private readonly attempts: RateLimiterMemory;
  private readonly lifetimeMs: number;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(CONFIG) config: Config,
  ) {
    this.attempts = new RateLimiterMemory({ points: config.limits.signInsPerMinute, duration: 60 });
    this.lifetimeMs = config.sessionHours * 3_600_000;
  }

  /** @throws VerdictError `unauthenticated` for a wrong address or password alike; `rate_limited` for too many tries. */
  async signIn(
    credentials: SignIn,
    address: string,
  ): Promise<{ token: string; expiresAt: Date; principal: Principal }> {
    await Promise.all([consume(this.attempts, address), consume(this.attempts, credentials.email)]);
    const row = await this.database.maybeOne<PersonRow & { password_hash: string }>('person/find_person_by_email', {
      email: credentials.email,
    });
    const right = await verify(row?.password_hash ?? nobody, credentials.password).catch(() => false);
    if (row === undefined || !right) throw unauthenticated('The address or the password is wrong.');
    const principal = principalOf(row);
    const token = newToken('vs');
    const now = this.clock.now();
    const expiresAt = new Date(now + this.lifetimeMs);
    await this.database.transaction(async (transaction) => {
      await transaction.query('session/delete_expired_sessions', { now: new Date(now) });
      await transaction.query('session/insert_session', {
        token_hash: Buffer.from(tokenHash(token), 'base64'),
        person_id: row.id,
        created_at: new Date(now),
        expires_at: expiresAt,
      });
      await this.audit.record(transaction, {
        actor: principal,
        action: 'session.sign_in',
        subjectKind: 'person',
        subjectId: row.id,
      });
    });
    return { token, expiresAt, principal };
  }

  async find(token: string): Promise<Principal | undefined> {
    const row = await this.database.maybeOne<PersonRow>('session/find_session', {
      token_hash: Buffer.from(tokenHash(token), 'base64'),
      now: new Date(this.clock.now()),
    });
    return row === undefined ? undefined : principalOf(row);
  }

  async signOut(token: string): Promise<void> {
    await this.database.query('session/delete_session', { token_hash: Buffer.from(tokenHash(token), 'base64') });
  }
}

const principalOf = (row: PersonRow): Principal => ({
  kind: 'person',
  id: row.id,
  name: row.name,
  role: row.role,
  scopes: roleScopes[row.role],
  live: true,
});
