import { projectRoot, sourceCommit } from '#libs/config';
import { jobPayloads, newId, type Clock } from '#libs/contracts';
import { conflict, notFound } from '#libs/errors';
import type { Database } from '#libs/postgres';
import type { JobContext, JobHandler } from '#libs/queue';
import { ExperimentRepository } from '../experiment/experiment.repository.js';
import { ReadingRepository } from './reading.repository.js';

import type { WarehouseReader } from './warehouse-reader.js';

/** Reads the warehouse for one experiment and keeps what its readouts are computed from. */
export class ExperimentRefreshHandler implements JobHandler {
  readonly name = 'experiment_refresh';
  private readonly experiments: ExperimentRepository;
  private readonly readings: ReadingRepository;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly reader: WarehouseReader,
  ) {
    this.experiments = new ExperimentRepository(database);
    this.readings = new ReadingRepository(database);
  }

  accepts(): boolean {
    return this.reader.held;
  }

  async run(payload: unknown, context: Pick<JobContext, 'signal' | 'saved' | 'checkpoint'>): Promise<object> {
    // An attempt before this one has read everything, and ended before it could say so.
    if (context.saved !== null) return context.saved as object;
    const { experiment_key: key } = jobPayloads.experiment_refresh.parse(payload);
    const experiment = await this.experiments.find(key);
    if (experiment === undefined) throw notFound(`No experiment ${key}.`);
    if (experiment.state === 'draft') throw conflict(`The experiment ${key} has not started.`);
    const found = await this.reader.read(experiment, {
      refreshedAt: new Date(this.clock.now()),
      commit: sourceCommit(projectRoot()),
      signal: context.signal,
    });
    const id = newId(this.clock);
    const units = found.reading.units.reduce((sum, one) => sum + one.units, 0);
    const result = { refresh_id: id, data_through: found.reading.dataThrough.toISOString(), units };
    await this.database.transaction(async (transaction) => {
      await context.checkpoint(result, transaction);
      await this.readings.insert(transaction, id, key, found);
    });
    return result;
  }
}
