import type { Database } from '#libs/postgres';
import type { HistoryIndex } from '../history.js';
import { pause } from '../pause.js';
import type { Follower, Holder } from './follower.js';
import type { Generation } from './generations.js';

/** What a rebuild has of the job that runs it. */
export interface RebuildRun extends Holder {
  readonly jobId: string;
  progress(done: number, total: number | null, note?: string): void;
}

export interface RebuildResult {
  readonly generation: number;
  readonly documents: number;
  readonly batches: number;
}

const batchesAtOnce = 20;
const waitMs = 250;

/**
 * The history again from the buckets, into a build of its own beside the live one. Cut short anywhere, the same job goes on
 * after the lines that are in; the sink puts the build in its place when it has caught up.
 */
export class Rebuild {
  constructor(
    private readonly database: Database,
    private readonly index: HistoryIndex,
    private readonly follower: Follower,
  ) {}

  async run(run: RebuildRun): Promise<RebuildResult> {
    const { generations } = this.follower;
    let generation = await this.begin(run);
    while (generation.state === 'building') generation = await this.catchUp(generation, run);
    const total = await this.closed();
    while (generation.state === 'built') {
      run.progress(total, total, 'Waiting for the sink to put it in its place');
      await this.wait(run);
      const found = (await generations.list()).find((one) => one.generation === generation.generation);
      if (found === undefined) throw new Error(`The build ${generation.generation} of the history was given up.`);
      generation = found;
    }
    if (generation.state === 'retired')
      throw new Error(`The build ${generation.generation} of the history was given up.`);
    const documents = await this.index.count(generation.generation);
    return { generation: generation.generation, documents, batches: generation.sequence };
  }

  /** A build of another job is waited for: it ends, or is given up with its job. */
  private async begin(run: RebuildRun): Promise<Generation> {
    for (;;) {
      const generation = await this.follower.generations.building(run.jobId);
      if (generation !== undefined) return generation;
      run.progress(0, null, 'Waiting for another rebuild');
      await this.wait(run);
    }
  }

  private async catchUp(start: Generation, run: RebuildRun): Promise<Generation> {
    let generation = start;
    const total = await this.closed();
    const batches = await this.follower.waiting(generation, batchesAtOnce);
    for (const batch of batches) {
      run.progress(generation.sequence, total, 'Batches of the buckets');
      generation = await this.follower.follow(generation, batch, run);
    }
    if (batches.length === batchesAtOnce) return generation;
    await this.database.transaction(async (transaction) => {
      await run.hold(transaction);
      await this.follower.generations.finishBuilding(transaction, generation.generation, run.jobId);
    });
    return { ...generation, state: 'built' };
  }

  private async wait({ signal }: RebuildRun): Promise<void> {
    await pause(waitMs, signal);
    signal.throwIfAborted();
  }

  private async closed(): Promise<number> {
    return (await this.database.one<{ sequence: number }>('bucket_batch/find_last_closed')).sequence;
  }
}
