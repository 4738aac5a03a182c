import type { Clock, Sink, SinkLag, SinkLease } from '#libs/contracts';
import type { Database, Transaction } from '#libs/postgres';
import type { HistoryIndex } from '../history.js';
import type { Follower, Holder } from './follower.js';
import type { Generation } from './generations.js';

const name = 'search';
const batchesAtOnce = 5;
const sweepMs = 10 * 60_000;

/**
 * Closed batches into the history, in the order in which they were closed. It alone writes to the live build, and it alone
 * puts a rebuilt one in its place: so there is no moment at which a document is in the one and not in the other.
 */
export class SearchSink implements Sink {
  readonly name = name;
  private passed = 0;
  private isChecked = false;
  private sweptAt = 0;

  constructor(
    private readonly database: Database,
    private readonly index: HistoryIndex,
    private readonly follower: Follower,
    private readonly clock: Clock,
    private readonly onRestart: () => void = () => undefined,
  ) {}

  /** The store may be away: it is first asked for in a step, so that this worker keeps the lease and shows the lag. */
  async open(): Promise<void> {
    this.isChecked = false;
    this.passed = (await this.follower.generations.live()).sequence;
  }

  async step(lease: SinkLease): Promise<boolean> {
    try {
      if (!this.isChecked) await this.check();
      await this.sweep();
      const built = await this.follower.generations.find('built');
      if (built !== undefined) await this.replace(built, lease);
      const live = await this.follower.generations.live();
      const { more, generation } = await this.advance(live, lease);
      this.passed = generation.sequence;
      return more;
    } catch (error) {
      this.isChecked = false;
      throw error;
    }
  }

  async mark(): Promise<() => Promise<boolean>> {
    const { sequence } = await this.database.one<{ sequence: number }>('bucket_batch/find_last_closed');
    return () => Promise.resolve(this.passed >= sequence);
  }

  async lag(): Promise<SinkLag> {
    const { rows, oldest } = await this.database.one<{ rows: number; oldest: Date | null }>(
      'bucket_batch/measure_waiting',
      { after_sequence: this.passed },
    );
    return { rows, seconds: oldest === null ? 0 : Math.max(0, (this.clock.now() - oldest.getTime()) / 1_000) };
  }

  /** Questions go to the live build, also when the last holder ended between saying so here and there; a lost one begins again. */
  private async check(): Promise<void> {
    const live = await this.follower.generations.live();
    if ((live.sequence > 0 || live.lines > 0) && !(await this.index.has(live.generation))) {
      await this.follower.generations.restart(live);
      this.passed = 0;
      this.onRestart();
    }
    await this.index.publish(live.generation);
    this.isChecked = true;
  }

  /** Caught up with all that is closed, which is all that the live one can have. */
  private async replace(built: Generation, lease: SinkLease): Promise<void> {
    let generation = built;
    for (let more = true; more;) {
      lease.signal.throwIfAborted();
      ({ more, generation } = await this.advance(generation, lease));
    }
    await this.database.transaction(async (transaction) => {
      await this.follower.generations.replaceLive(transaction, generation);
      await this.hold(transaction, lease);
    });
    await this.index.publish(generation.generation);
  }

  private async advance(start: Generation, lease: SinkLease): Promise<{ more: boolean; generation: Generation }> {
    const holder: Holder = { signal: lease.signal, hold: (transaction) => this.hold(transaction, lease) };
    const batches = await this.follower.waiting(start, batchesAtOnce);
    let generation = start;
    for (const batch of batches) {
      if (lease.signal.aborted) return { more: true, generation };
      generation = await this.follower.follow(generation, batch, holder);
      if (start.state === 'live') this.passed = generation.sequence;
    }
    return { more: batches.length === batchesAtOnce, generation };
  }

  private async hold(transaction: Transaction, { epoch }: SinkLease): Promise<void> {
    const held = await transaction.maybeOne('sink/hold_sink', { name, epoch });
    if (held === undefined) throw new Error('Another worker holds the sink search.');
  }

  private async sweep(): Promise<void> {
    if (this.clock.now() - this.sweptAt < sweepMs) return;
    await this.index.keep(await this.follower.generations.sweep(), this.follower.firstMonth());
    this.sweptAt = this.clock.now();
  }
}
