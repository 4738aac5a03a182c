import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '#libs/config';
import type { ExperimentReviewView } from '#libs/contracts';
import { conflict } from '#libs/errors';
import type { Transaction } from '#libs/postgres';
import { differences } from '../history/differences.js';
import { viewOf, type Experiment } from './experiment.js';
import { ExperimentRepository } from './experiment.repository.js';
import { writtenOf } from './written.js';

/** Whether somebody who did not write it vouches for what starts: read from its history, so that any later edit undoes it. */
@Injectable()
export class ExperimentReview {
  readonly required: boolean;

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

  /**
   * What units meet was approved as it is when it started: where that is required, only drafts change it.
   * @throws VerdictError `conflict` naming what would change
   */
  requireDraft(before: Experiment, after: Experiment): void {
    if (!this.required || before.state === 'draft') return;
    const changes = differences(writtenOf(viewOf(before)), writtenOf(viewOf(after)));
    const fields = new Set(changes.map(({ pointer }) => pointer.split('/')[1] ?? ''));
    if (differences(before.holdout, after.holdout).length > 0) fields.add('holdout');
    fields.delete('hypothesis');
    if (fields.size > 0)
      throw conflict(
        `The experiment ${before.key} is ${before.state} as it was approved: ${[...fields].join(', ')} would change unseen. ` +
          'Make a copy, have it approved and start it instead.',
      );
  }

  /** An approval raises the version too: only what was written since makes the definition another. */
  async requireUnchanged(key: string, version: number, transaction: Transaction): Promise<void> {
    const { writtenIn } = await this.experiments.findReview(key, transaction);
    if (writtenIn > version) throw conflict(`The draft of ${key} is no longer the one whose start was scheduled.`);
  }

  /** @throws VerdictError `conflict` where a draft waits for somebody. */
  async requireApproval(experiment: Experiment, transaction: Transaction): Promise<void> {
    if (!this.required) return;
    const { needs_approval, author } = await this.of(experiment, transaction);
    if (needs_approval)
      throw conflict(`The draft of ${experiment.key} waits for the approval of somebody else than ${author.name}.`);
  }
}
