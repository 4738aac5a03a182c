import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '#libs/config';
import { CLOCK, type Clock, type Principal, type RefreshAnswer, type RefreshForecast } from '#libs/contracts';
import { conflict, notFound } from '#libs/errors';
import { Database, DATABASE } from '#libs/postgres';
import { Jobs } from '#libs/queue';
import type { Experiment } from '../experiment/experiment.js';
import { ExperimentRepository } from '../experiment/experiment.repository.js';
import { forecastOf, latestCosts } from './refresh-cost.js';

/** Reads the warehouse for experiments, and says before what that takes. */
@Injectable()
export class RefreshService {
  private readonly experiments: ExperimentRepository;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Jobs) private readonly jobs: Jobs,
    @Inject(CONFIG) private readonly config: Pick<Config, 'refresh'>,
  ) {
    this.experiments = new ExperimentRepository(database);
  }

  /** By what the last refreshes took. @throws VerdictError `not_found` */
  async forecast(key: string): Promise<RefreshForecast> {
    return this.forecastFor(await this.found(key));
  }

  /**
   * Reads the warehouse soon; a refresh that is under way is found, not repeated.
   * @throws VerdictError `conflict` for a draft, and where it would go beyond the budget
   */
  async refresh(
    key: string,
    { beyondBudget }: { readonly beyondBudget: boolean },
    caller: Principal,
  ): Promise<RefreshAnswer> {
    const experiment = await this.found(key);
    if (experiment.state === 'draft')
      throw conflict(`The experiment ${key} has not started: there is nothing to read yet.`);
    const { within_budget, text } = await this.forecastFor(experiment);
    if (!within_budget && !beyondBudget)
      throw conflict(`${text} Ask with ?beyond_budget=true to read it all the same.`);
    const { id } = await this.jobs.submit({
      name: 'experiment_refresh',
      payload: { experiment_key: key },
      deduplicationKey: key,
      createdBy: caller.id,
    });
    return { job_id: id };
  }

  private async forecastFor(experiment: Experiment): Promise<RefreshForecast> {
    const costs = await latestCosts(this.database, [experiment.key]);
    return forecastOf(experiment, costs, this.config.refresh.budget, new Date(this.clock.now()));
  }

  private async found(key: string): Promise<Experiment> {
    const experiment = await this.experiments.find(key);
    if (experiment === undefined) throw notFound(`No experiment ${key}.`);
    return experiment;
  }
}
