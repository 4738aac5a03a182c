import { Inject, Injectable } from '@nestjs/common';
import type { HoldoutReadout } from '#libs/contracts';
import { notFound } from '#libs/errors';
import { Database, DATABASE } from '#libs/postgres';
import { ExperimentRepository } from '../experiment/experiment.repository.js';
import { pinnedMetrics } from '../metric/metric.repository.js';
import type { Entry } from '../portfolio/portfolio.js';
import { ReadingRepository } from '../results/reading.repository.js';
import { ResultsService } from '../results/results.service.js';
import { brokenWhy } from '../results/trust.js';
import { holdoutReadoutOf, isIn } from './holdout-readout.js';

/** More than a company runs in some years; the first of them by key. */
const mostExperiments = 1_000;

/** What all that was shipped did together, from the readings that are stored. */
@Injectable()
export class HoldoutResultsService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(ExperimentRepository) private readonly experiments: ExperimentRepository,
    @Inject(ReadingRepository) private readonly readings: ReadingRepository,
    @Inject(ResultsService) private readonly results: ResultsService,
  ) {}

  /** @throws VerdictError `not_found` */
  async read(key: string): Promise<HoldoutReadout> {
    const holdout = await this.experiments.find(key);
    if (holdout === undefined || holdout.holdout === null) throw notFound(`No holdout ${key}.`);
    const reading = await this.readings.findLatest(key);
    const broken = reading === undefined ? null : brokenWhy(holdout, reading);
    const entries: Entry[] = [];
    for (const experiment of await this.experiments.list({ limit: mostExperiments })) {
      if (!isIn(holdout, experiment)) continue;
      const metrics = await pinnedMetrics(this.database, experiment.pinnedMetrics ?? []);
      entries.push({ experiment, metrics, reading: await this.readings.findLatest(experiment.key) });
    }
    return holdoutReadoutOf(holdout, await this.results.results(key), broken, entries);
  }
}
