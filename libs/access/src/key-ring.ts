import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import {
  CLOCK,
  roleScopes,
  type Clock,
  type KeyEvaluation,
  type Principal,
  type Role,
  type ScopeName,
} from '#libs/contracts';
import { KeptCopies } from '#libs/objects';
import { Database, DATABASE, LISTEN, type Listen } from '#libs/postgres';
import { tokenHash } from './token.js';

interface KeyRow {
  readonly id: string;
  readonly kind: Principal['kind'];
  readonly evaluation: KeyEvaluation | null;
  readonly person_id: string | null;
  readonly name: string;
  readonly token_hash: string;
  readonly scopes: readonly ScopeName[];
  readonly live: boolean;
  readonly expires_at: Date | string | null;
  readonly role: Role | null;
}

interface Held {
  readonly principal: Principal;
  readonly tokenHash: string;
  readonly expiresAt: number;
}

const copy = 'keys.json';
const pollMs = 5_000;
const rememberedTokens = 10_000;

/**
 * Every usable key, in memory: a request's key is a look-up, never a query. It is read again when a key changes
 * (NOTIFY), every few seconds (a notification can be lost), and kept so that a process that starts while Postgres is
 * away still knows its callers.
 */
@Injectable()
export class KeyRing implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(KeyRing.name);
  private held: ReadonlyMap<string, Held> = new Map();
  private byId: ReadonlyMap<string, Held> = new Map();
  /** Tokens seen, to spare their hash; emptied when keys change. */
  private recent = new Map<string, Held>();
  private written = '';
  private lastTurn = 0;
  private heldTurn = 0;
  private heldText = '';
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(KeptCopies) private readonly copies: KeptCopies,
    @Inject(LISTEN) private readonly listen: Listen,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.reload().catch(() => this.restore());
    const again = (): void => void this.reload().catch(() => undefined);
    this.listen('access', { onNotify: again, onConnect: again });
    this.timer = setInterval(again, pollMs).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  find(token: string): Principal | undefined {
    const found = this.recent.get(token) ?? this.held.get(tokenHash(token));
    if (found === undefined || !this.isUsable(found)) return undefined;
    if (this.recent.size < rememberedTokens) this.recent.set(token, found);
    return found.principal;
  }

  /** Whether a key can be used at the moment. */
  holds(keyId: string): boolean {
    return this.secretOf(keyId) !== undefined;
  }

  /** What a process that knows the key can sign with, and nobody else; undefined for a key that cannot be used. */
  secretOf(keyId: string): string | undefined {
    const held = this.byId.get(keyId);
    return held !== undefined && this.isUsable(held) ? held.tokenHash : undefined;
  }

  async reload(): Promise<void> {
    const turn = ++this.lastTurn;
    const rows = await this.database.query<KeyRow>('api_key/list_usable_keys', { now: new Date(this.clock.now()) });
    // One that began later was quicker: this one may not know yet of a key that is revoked.
    if (turn < this.heldTurn) return;
    this.heldTurn = turn;
    const text = JSON.stringify(rows);
    if (text !== this.heldText) this.hold(rows);
    this.heldText = text;
    await this.keep(text);
  }

  private hold(rows: readonly KeyRow[]): void {
    const all = rows.map((row) => ({ row, held: heldOf(row) }));
    this.held = new Map(all.map(({ row, held }) => [row.token_hash, held]));
    this.byId = new Map(all.map(({ row, held }) => [row.id, held]));
    this.recent = new Map();
  }

  private isUsable({ expiresAt }: Held): boolean {
    return expiresAt > this.clock.now();
  }

  private async restore(): Promise<void> {
    const rows = (await this.copies.onDisk(copy, parseRows)) ?? (await this.copies.elsewhere(copy, parseRows));
    if (rows !== undefined) this.hold(rows);
    this.logger.warn(
      rows === undefined
        ? 'The database is away and there is no snapshot of keys: every key is refused until it is back.'
        : 'The database is away: keys are those of the last snapshot.',
    );
  }

  /** A full disk must not refuse anybody. */
  private async keep(text: string): Promise<void> {
    if (text === this.written) return;
    await this.copies.keep(copy, text).then(
      () => (this.written = text),
      (error: Error) => this.logger.warn(`The keys could not be kept on disk: ${error.message}`),
    );
  }
}

/** @throws Error for a text that is not theirs. */
function parseRows(text: string): KeyRow[] {
  const rows = (JSON.parse(text) as KeyRow[]).map(withEvaluation);
  for (const row of rows) heldOf(row);
  return rows;
}

/** A copy that was kept before clients could evaluate by themselves, and before exposures had a scope of their own. */
function withEvaluation(row: KeyRow): KeyRow {
  if ('evaluation' in row) return row;
  const { kind, scopes }: KeyRow = row;
  return {
    ...(row as KeyRow),
    evaluation: kind === 'client' ? 'remote' : null,
    scopes: scopes.includes('events:write') ? [...scopes, 'exposures:write'] : scopes,
  };
}

/** A personal key can never do more than its person's role. */
function heldOf(row: KeyRow): Held {
  const allowed =
    row.role === null ? row.scopes : row.scopes.filter((scope) => roleScopes[row.role ?? 'reviewer'].includes(scope));
  return {
    principal: {
      kind: row.kind,
      ...(row.evaluation === null ? {} : { evaluation: row.evaluation }),
      id: row.person_id ?? row.id,
      name: row.name,
      ...(row.role === null ? {} : { role: row.role }),
      scopes: allowed,
      live: row.live,
      keyId: row.id,
    },
    tokenHash: row.token_hash,
    expiresAt: row.expires_at === null ? Infinity : new Date(row.expires_at).getTime(),
  };
}
