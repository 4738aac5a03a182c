import { Inject, Injectable } from '@nestjs/common';
import type { NoPortfolio, Portfolio, PortfolioQuery } from '#libs/contracts';
import { Database, DATABASE } from '#libs/postgres';
import { ExperimentRepository } from '../experiment/experiment.repository.js';
import { pinnedMetrics } from '../metric/metric.repository.js';
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
    const all = await this.experiments.list({ limit: mostExperiments });
    const entries: Entry[] = [];
    for (const experiment of all) {
      const pins = experiment.pinnedMetrics ?? [];
      if (experiment.unit !== query.unit || experiment.holdout !== null || experiment.state === 'draft') continue;
      if (!pins.some(({ metric }) => metric === query.metric)) continue;
      const metrics = await pinnedMetrics(this.database, pins);
      entries.push({ experiment, metrics, reading: await this.readings.findLatest(experiment.key) });
    }
    return portfolioOf(entries, query);
  }
}
