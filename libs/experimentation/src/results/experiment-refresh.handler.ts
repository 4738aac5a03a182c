import { projectRoot, sourceCommit } from '#libs/config';
import { jobPayloads, newId, type Clock, type LookCap } from '#libs/contracts';
import { conflict, notFound } from '#libs/errors';
import type { Database } from '#libs/postgres';
import type { JobContext, JobHandler } from '#libs/queue';
import type { Experiment } from '../experiment/experiment.js';
import { ExperimentRepository } from '../experiment/experiment.repository.js';
import { pinnedMetrics } from '../metric/metric.repository.js';
import { leftOutBy } from '../exclusion/left-out.js';
import { LookTaker } from '../look/look-taker.js';
import { ReadingRepository } from './reading.repository.js';
import { costSignature, insertCost } from './refresh-cost.js';
import type { ResultTable } from './result-table.js';
import type { ReadCost, WarehouseReader } from './warehouse-reader.js';

const dayMs = 86_400_000;

/**
 * Reads the warehouse for one experiment, takes the looks that are due, keeps what its readouts are computed from, and writes
 * what they say back to the warehouse.
 */
export class ExperimentRefreshHandler implements JobHandler {
  readonly name = 'experiment_refresh';
  private readonly experiments: ExperimentRepository;
  private readonly readings: ReadingRepository;
  private readonly looks: LookTaker;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly reader: WarehouseReader,
    private readonly results: ResultTable,
    /** How long a look that is due waits for tables. */
    lookWaitHours = 12,
  ) {
    this.experiments = new ExperimentRepository(database);
    this.readings = new ReadingRepository(database);
    this.looks = new LookTaker(database, clock, lookWaitHours * 3_600_000);
  }

  accepts(): boolean {
    return this.reader.held;
  }

  async run(payload: unknown, context: Pick<JobContext, 'signal' | 'saved' | 'checkpoint'>): Promise<object> {
    const { experiment_key: key } = jobPayloads.experiment_refresh.parse(payload);
    const experiment = await this.experiments.find(key);
    if (experiment === undefined) throw notFound(`No experiment ${key}.`);
    if (experiment.state === 'draft') throw conflict(`The experiment ${key} has not started.`);
    // An attempt before this one may have read everything, and ended before it could write it back.
    const read = (context.saved as object | null) ?? (await this.read(experiment, context));
    await this.results.write(experiment, context.signal);
    return read;
  }

  private async read(experiment: Experiment, context: Pick<JobContext, 'signal' | 'checkpoint'>): Promise<object> {
    const { key } = experiment;
    const began = this.clock.now();
    const metrics = await pinnedMetrics(this.database, experiment.pinnedMetrics ?? []);
    const asked = {
      refreshedAt: new Date(this.clock.now()),
      commit: sourceCommit(projectRoot()),
      signal: context.signal,
      leftOut: await leftOutBy(this.database, experiment),
    };
    const through = await this.reader.through(metrics, asked);
    const known = through === undefined ? asked : { ...asked, facts: through.facts };
    const costs: ReadCost[] = [];
    const read = async (how: { readonly cut?: Date; readonly caps: readonly LookCap[] }) => {
      const found = await this.reader.read(experiment, metrics, { ...known, ...how });
      costs.push(found.cost);
      return found;
    };
    if (through !== undefined)
      await this.looks.takeDue(experiment, metrics, through, (cut, caps) => read({ cut, caps }));
    const found = await read({ caps: await this.looks.frozenCaps(experiment) });
    const id = newId(this.clock);
    const units = found.reading.units.reduce((sum, one) => sum + one.units, 0);
    const result = { refresh_id: id, data_through: found.reading.dataThrough.toISOString(), units };
    await this.database.transaction(async (transaction) => {
      await context.checkpoint(result, transaction);
      await this.readings.insert(transaction, id, key, found);
      const { refreshedAt, dataThrough } = found.reading;
      const started = experiment.rebucketedAt ?? experiment.startedAt ?? dataThrough;
      await insertCost(transaction, {
        experiment: key,
        refreshedAt,
        signature: costSignature(experiment),
        read: costs.some((one) => one.read === 'whole') ? 'whole' : 'changed',
        rows: costs.reduce((sum, { written }) => sum + written, 0),
        seconds: (this.clock.now() - began) / 1_000,
        days: Math.max(0, (dataThrough.getTime() - started.getTime()) / dayMs),
      });
    });
    return result;
  }
}
