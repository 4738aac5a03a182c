import type { Clock } from '#libs/contracts';
import type { Database, Transaction } from '#libs/postgres';

/** How far a build is: the last closed batch that is in whole, and how many lines of the next one are. */
export interface Position {
  readonly sequence: number;
  readonly lines: number;
}

export interface Generation extends Position {
  readonly generation: number;
  readonly state: 'building' | 'built' | 'live' | 'retired';
  readonly job_id: string | null;
}

/** A listing may go on in a build that has been replaced: its cursors live two minutes. */
const afterlifeMs = 15 * 60_000;

/** The builds of one store. The services' database knows which is live; the store's alias follows. */
export class Generations {
  constructor(
    private readonly database: Database,
    readonly store: 'postgres' | 'elasticsearch',
    private readonly clock: Clock,
  ) {}

  list(): Promise<Generation[]> {
    return this.database.query('history_generation/list_generations', { store: this.store });
  }

  async find(state: Generation['state']): Promise<Generation | undefined> {
    return (await this.list()).find((one) => one.state === state);
  }

  /** The live one; the first of all is live from its beginning. */
  async live(): Promise<Generation> {
    const found = await this.find('live');
    if (found !== undefined) return found;
    await this.insert('live', null);
    return this.live();
  }

  /** The build of a job, begun or gone on with; undefined while another job's is under way. */
  async building(jobId: string): Promise<Generation | undefined> {
    await this.giveUp(jobId);
    const found = (await this.list()).find(({ job_id, state }) => job_id === jobId && state !== 'retired');
    if (found !== undefined) return found;
    return (await this.insert('building', jobId)) ? this.building(jobId) : undefined;
  }

  /** False when somebody else has moved it, or it was given up. */
  async move(transaction: Transaction, { generation, sequence, lines }: Generation, to: Position): Promise<boolean> {
    const moved = await transaction.maybeOne('history_generation/move_generation', {
      store: this.store,
      generation,
      from_sequence: sequence,
      from_lines: lines,
      sequence: to.sequence,
      lines: to.lines,
    });
    return moved !== undefined;
  }

  async restart({ generation }: Generation): Promise<void> {
    await this.database.query('history_generation/restart_generation', { store: this.store, generation });
  }

  async finishBuilding(transaction: Transaction, generation: number, jobId: string): Promise<void> {
    const values = { store: this.store, generation, job_id: jobId };
    await transaction.one('history_generation/finish_building', values);
  }

  /** In place of the one that was live. @throws when it has been given up meanwhile. */
  async replaceLive(transaction: Transaction, { generation }: Generation): Promise<void> {
    await transaction.query('history_generation/retire_live', { store: this.store, retired_at: this.now() });
    await transaction.one('history_generation/make_live', { store: this.store, generation });
  }

  /** Gives up what no job goes on with, forgets what is gone, and tells which builds the store must keep. */
  async sweep(): Promise<number[]> {
    await this.giveUp(null);
    const retired_before = new Date(this.clock.now() - afterlifeMs);
    await this.database.query('history_generation/delete_retired', { store: this.store, retired_before });
    const rows = await this.database.query<Generation & { retired_at: Date | null }>(
      'history_generation/list_generations',
      { store: this.store },
    );
    return rows
      .filter(({ retired_at }) => retired_at === null || retired_at >= retired_before)
      .map(({ generation }) => generation);
  }

  private async giveUp(exceptJob: string | null): Promise<void> {
    await this.database.query('history_generation/retire_abandoned', {
      store: this.store,
      job_id: exceptJob,
      retired_at: this.now(),
    });
  }

  private async insert(state: Generation['state'], jobId: string | null): Promise<boolean> {
    const row = await this.database.maybeOne('history_generation/insert_generation', {
      store: this.store,
      state,
      job_id: jobId,
      begun_at: this.now(),
    });
    return row !== undefined;
  }

  private now = (): Date => new Date(this.clock.now());
}
