import type { SinkLease } from '#libs/contracts';
import type { Database } from '#libs/postgres';
import { LeaseLost } from './lease-lost.js';

interface LeaseTerms {
  readonly name: string;
  readonly holder: string;
  readonly seconds: number;
  readonly readsLog: boolean;
}

/** The right of one worker to move a sink, renewed until it is released or lost. */
export class Lease implements SinkLease {
  private readonly lost = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private validUntil: number;

  private constructor(
    private readonly database: Database,
    private readonly terms: LeaseTerms,
    readonly epoch: number,
    claimedAt: number,
  ) {
    this.validUntil = claimedAt + terms.seconds * 1_000;
    this.timer = setInterval(() => void this.renew(), (terms.seconds * 1_000) / 4);
  }

  /** Undefined while another holds it. */
  static async claim(database: Database, terms: LeaseTerms): Promise<Lease | undefined> {
    const claimedAt = performance.now();
    const row = await database.maybeOne<{ epoch: number }>('sink/claim_sink', {
      name: terms.name,
      holder: terms.holder,
      seconds: terms.seconds,
      reads_log: terms.readsLog,
    });
    return row === undefined ? undefined : new Lease(database, terms, row.epoch, claimedAt);
  }

  get signal(): AbortSignal {
    return this.lost.signal;
  }

  /** Without a database to tell, the lease ends by itself: another worker finds it again. */
  async release(): Promise<void> {
    clearInterval(this.timer);
    this.lost.abort();
    await this.database.query('sink/release_sink', { name: this.terms.name, epoch: this.epoch }).catch(() => undefined);
  }

  /** The sink stops when it knows that it lost the lease, or cannot know that it still has it. */
  private async renew(): Promise<void> {
    const { name, seconds } = this.terms;
    const askedAt = performance.now();
    try {
      const row = await this.database.maybeOne('sink/renew_sink', { name, epoch: this.epoch, seconds });
      if (row === undefined) this.lose();
      else this.validUntil = askedAt + seconds * 1_000;
    } catch {
      if (performance.now() > this.validUntil) this.lose();
    }
  }

  private lose(): void {
    clearInterval(this.timer);
    this.lost.abort(new LeaseLost(this.terms.name));
  }
}
