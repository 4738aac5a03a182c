import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '#libs/config';
import type { ExperimentReviewView } from '#libs/contracts';
import { conflict } from '#libs/errors';
import type { Transaction } from '#libs/postgres';
import type { Experiment } from './experiment.js';
import { ExperimentRepository } from './experiment.repository.js';

/** Whether somebody else than its author vouches for a draft: read from its history, so that any later edit undoes it. */
@Injectable()
export class ExperimentReview {
  private readonly required: boolean;

  constructor(
    @Inject(ExperimentRepository) private readonly experiments: ExperimentRepository,
    @Inject(CONFIG) config: Pick<Config, 'experimentReview'>,
  ) {
    this.required = config.experimentReview;
  }

  async of(
    { key, state }: Pick<Experiment, 'key' | 'state'>,
    transaction?: Transaction,
  ): Promise<ExperimentReviewView> {
    const { author, approvedBy } = await this.experiments.findReview(key, transaction);
    return {
      required: this.required,
      author,
      approved_by: approvedBy,
      needs_approval: this.required && state === 'draft' && approvedBy === null,
    };
  }

  /** @throws VerdictError `conflict` where a draft waits for somebody. */
  async requireApproval(experiment: Experiment, transaction: Transaction): Promise<void> {
    if (!this.required) return;
    const { needs_approval, author } = await this.of(experiment, transaction);
    if (needs_approval)
      throw conflict(`The draft of ${experiment.key} waits for the approval of somebody else than ${author.name}.`);
  }
}
