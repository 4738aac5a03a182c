import { isDeepStrictEqual } from 'node:util';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '#libs/config';
import type { EmptyReadout, LookView, QueryView, Readout } from '#libs/contracts';
import { notFound } from '#libs/errors';
import { Database, DATABASE } from '#libs/postgres';
import { withoutFailed } from '../certificate/failed-certificates.js';
import { experimentOfView, type Experiment } from '../experiment/experiment.js';
import { ExperimentRepository } from '../experiment/experiment.repository.js';
import { LookRepository } from '../look/look.repository.js';
import { pinnedMetrics } from '../metric/metric.repository.js';
import { ReadingRepository } from './reading.repository.js';
import { emptyReadoutOf, readoutOf } from './readout.js';

/** Results from stored sums: the warehouse is never asked while somebody waits. */
@Injectable()
export class ResultsService {
  private readonly looks: LookRepository;

  constructor(
    @Inject(ExperimentRepository) private readonly experiments: ExperimentRepository,
    @Inject(ReadingRepository) private readonly readings: ReadingRepository,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(DATABASE) private readonly database: Database,
  ) {
    this.looks = new LookRepository(database);
  }

  /** From the latest reading; before the first one, what to do, and after the final look what was seen at it. */
  async results(key: string): Promise<Readout | EmptyReadout> {
    const experiment = await this.found(key);
    const looks = await this.looks.list(experiment);
    const frozen = await this.frozen(experiment, looks.at(-1));
    if (frozen !== undefined) return frozen;
    const reading = await this.readings.findLatest(key);
    if (reading === undefined) return emptyReadoutOf(experiment, Math.max(1, this.config.refreshMinutes));
    const metrics = await pinnedMetrics(this.database, experiment.pinnedMetrics ?? []);
    const readout = readoutOf(experiment, metrics, reading, looks, await this.looks.findWait(key));
    return withoutFailed(this.database, readout, experiment.unit);
  }

  /** The readout of the final look, until a metric or an exclusion is added to what it was of. */
  private async frozen({ key, state, ...now }: Experiment, last: LookView | undefined): Promise<Readout | undefined> {
    if (last?.kind !== 'final') return undefined;
    const kept = await this.looks.find(key, last.number);
    if (kept === undefined) return undefined;
    const then = experimentOfView(kept.experiment);
    const isSame =
      isDeepStrictEqual(then.pinnedMetrics, now.pinnedMetrics) &&
      isDeepStrictEqual(then.pinnedExclusions, now.pinnedExclusions);
    if (!isSame) return undefined;
    return withoutFailed(this.database, { ...kept.readout, state, frozen_at: last.taken_at }, now.unit);
  }

  async query(hash: string): Promise<QueryView> {
    const query = await this.readings.findQuery(hash);
    if (query === undefined) throw notFound(`No stored number came from a query ${hash}.`);
    return query;
  }

  private async found(key: string): Promise<Experiment> {
    const experiment = await this.experiments.find(key);
    if (experiment === undefined) throw notFound(`No experiment ${key}.`);
    return experiment;
  }
}
