import { createHash } from 'node:crypto';
import type { Redis } from '#libs/redis';
import { keptOf, readMark, type Sighted, type Sighting } from './observation.js';
import type { VelocityPlan } from './plan.js';

/** Every key of ours: one hash tag, so that one primary gives the single order of all stamps. */
const base = '{velocity}';

/** An observation as Redis is given it again. */
export interface Restored {
  readonly stamp: string;
  readonly kind: string;
  readonly category: string | null;
  readonly occurred: number;
  readonly amount: number;
  readonly entities: Readonly<Record<string, string>>;
}

export interface StoreState {
  readonly runId: string;
  /** Of the epoch that the server holds; undefined: it holds none of ours. */
  readonly token: string | undefined;
}

/** A mark that nobody settled. */
export type Mark = Omit<Sighted, 'repeated'>;

export interface Sweep {
  readonly lastStamp: number;
  /** The oldest stamp that is in Redis and not in Postgres. */
  readonly oldestUnsettled: number | undefined;
  readonly runId: string;
  readonly unsettled: readonly Mark[];
  /** Marks of another shape, such as another version's. */
  readonly unreadable: readonly { readonly stamp: number; readonly lines: string }[];
}

/** The velocity store on Redis. Each method is one round trip of one atomic program (libs/trust/lua). */
export class VelocityStore {
  private readonly programs = new Map<string, { text: string; sha: string }>();

  constructor(
    private readonly redis: Redis,
    readonly plan: VelocityPlan,
  ) {}

  /**
   * Stamps, reads the window and records, in one step.
   * @returns undefined when the server holds no epoch of ours: velocity is unknown until it has been rebuilt.
   */
  async observe(nowMicros: number, sighting: Sighting): Promise<Sighted | undefined> {
    const answer = await this.run<[string, string, string]>('observe', [nowMicros, requestOf(sighting)]);
    const [status, stamp, lines] = answer;
    if (status === 'lost') return undefined;
    return { repeated: status === 'repeated', ...readMark(stamp, lines, this.plan.definitions) };
  }

  async settle(nowMicros: number, stamps: readonly number[]): Promise<void> {
    if (stamps.length > 0) await this.run('settle', [nowMicros, ...stamps]);
  }

  async sweep(beforeMicros: number, limit: number): Promise<Sweep> {
    const [last, oldest, runId, ...rest] = await this.run<string[]>('sweep', [beforeMicros, limit]);
    const unsettled: Mark[] = [];
    const unreadable: { stamp: number; lines: string }[] = [];
    for (let index = 0; index + 1 < rest.length; index += 2) {
      const [stamp = '', lines = ''] = rest.slice(index, index + 2);
      try {
        unsettled.push(readMark(stamp, lines, this.plan.definitions));
      } catch {
        unreadable.push({ stamp: Number(stamp), lines });
      }
    }
    return {
      lastStamp: Number(last),
      oldestUnsettled: oldest === undefined || oldest === '' ? undefined : Number(oldest),
      runId: runId ?? '',
      unsettled,
      unreadable,
    };
  }

  async state(): Promise<StoreState> {
    const [runId, , token] = await this.run<[string, string, string]>('state', []);
    return { runId, token: token === '' ? undefined : token };
  }

  async restore(token: string, nowMicros: number, observations: readonly Restored[]): Promise<void> {
    if (observations.length > 0) await this.run('restore', [token, nowMicros, JSON.stringify(observations)]);
  }

  /** @returns false when this is not the server that the generation was restored to. */
  async open(epoch: number, token: string, runId: string, lastStamp: number): Promise<boolean> {
    return (await this.run<number>('open', [epoch, token, runId, lastStamp])) === 1;
  }

  /** Drops the generations of other tokens, a few hundred keys at a time. */
  async forgetOthers(token: string): Promise<void> {
    let cursor = '0';
    do {
      const [next, keys] = await this.redis.scan(cursor, 'MATCH', `${base}:*\u001f*`, 'COUNT', 500);
      const old = keys.filter((key) => !key.startsWith(`${base}:${token}\u001f`));
      if (old.length > 0) await this.redis.unlink(...old);
      cursor = next;
    } while (cursor !== '0');
  }

  /** By its hash, and with its text where the server does not know it yet. */
  private async run<Answer>(name: string, values: readonly (string | number)[]): Promise<Answer> {
    const { text, sha } = this.program(name);
    try {
      return (await this.redis.evalsha(sha, 1, base, ...values)) as Answer;
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
      return (await this.redis.eval(text, 1, base, ...values)) as Answer;
    }
  }

  private program(name: string): { text: string; sha: string } {
    const known = this.programs.get(name);
    if (known !== undefined) return known;
    const text = this.plan.program(name);
    const made = { text, sha: createHash('sha1').update(text).digest('hex') };
    this.programs.set(name, made);
    return made;
  }
}

function requestOf(sighting: Sighting): string {
  return JSON.stringify({
    mark: sighting.mark,
    hash: sighting.hash,
    payload: JSON.stringify(keptOf(sighting)),
    kind: sighting.kind,
    category: sighting.category,
    entities: sighting.entities,
    occurred: sighting.occurredAt,
    amount: sighting.amount,
    replaces: sighting.replaces,
    previous: sighting.previousAmount,
    read: sighting.read,
    record: sighting.record,
  });
}
