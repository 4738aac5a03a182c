import { Inject, Injectable } from '@nestjs/common';
import type { NoPortfolio, Portfolio, PortfolioQuery } from '#libs/contracts';
import { Database, DATABASE } from '#libs/postgres';
import { ExperimentRepository } from '../experiment/experiment.repository.js';
import { pinnedMetricsOf } from '../metric/metric.repository.js';
import { ReadingRepository } from '../results/reading.repository.js';
import { portfolioOf, type Entry } from './portfolio.js';

/** More than a company runs in some years; the first of them by key. */
const mostExperiments = 1_000;

/** What is known of all experiments together, from the readings that are stored. */
@Injectable()
export class PortfolioService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(ExperimentRepository) private readonly experiments: ExperimentRepository,
    @Inject(ReadingRepository) private readonly readings: ReadingRepository,
  ) {}

  async read(query: PortfolioQuery): Promise<Portfolio | NoPortfolio> {
    const all = (await this.experiments.list({ limit: mostExperiments })).filter(
      ({ unit, holdout, state, pinnedMetrics: pins }) =>
        unit === query.unit &&
        holdout === null &&
        state !== 'draft' &&
        pins?.some(({ metric }) => metric === query.metric) === true,
    );
    const pins = all.map(({ pinnedMetrics: own }) => own?.filter(({ metric }) => metric === query.metric) ?? []);
    const [metrics, readings] = await Promise.all([
      pinnedMetricsOf(this.database, pins),
      this.readings.listLatest(
        all.map(({ key }) => key),
        query.metric,
      ),
    ]);
    const entries = all.map((experiment, index): Entry => ({
      experiment,
      metrics: metrics[index] ?? [],
      reading: readings.get(experiment.key),
    }));
    return portfolioOf(entries, query);
  }
}
