import { Inject, Injectable } from '@nestjs/common';
import { checkApprover } from '#libs/access';
import {
  CLOCK,
  type Clock,
  type ExperimentActionBody,
  type ExperimentAnswer,
  type ExperimentDuplicate,
  type ExperimentRollback,
  type Principal,
} from '#libs/contracts';
import { conflict, notFound } from '#libs/errors';
import { chosenMetrics } from '../metric/chosen-metrics.js';
import { viewOf } from './experiment.js';
import { ExperimentBook } from './experiment-book.js';
import { ExperimentReview } from './experiment-review.js';
import { ExperimentService } from './experiment.service.js';
import { nextVersion } from './running-change.js';
import { writtenOf } from './written.js';

/** What is done with an experiment's definition as a whole: approved, taken back to what it was, copied. */
@Injectable()
export class ExperimentVersionService {
  constructor(
    @Inject(ExperimentService) private readonly experiments: ExperimentService,
    @Inject(ExperimentBook) private readonly book: ExperimentBook,
    @Inject(ExperimentReview) private readonly review: ExperimentReview,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** A person who has written no part of the draft has looked at it. @throws VerdictError `conflict`, `forbidden` */
  approve(key: string, body: ExperimentActionBody, actor: Principal): Promise<ExperimentAnswer> {
    const version = body?.version;
    const change = { action: 'approve', actor, version, note: body?.note } as const;
    return this.experiments.change(key, change, async (before, transaction) => {
      if (before.state !== 'draft') throw conflict(`The experiment ${key} is ${before.state}; a draft is approved.`);
      const draft = { what: `The experiment ${key}`, latest: before.version, version };
      const authors = await this.book.experiments.listAuthors(key, transaction);
      await checkApprover(actor, { ...draft, authors, reviewRequired: this.review.required }, transaction);
      return { ...before, version: before.version + 1 };
    });
  }

  /**
   * The definition is what it was in a version. Of an experiment that has started only what still may change is taken
   * back. @throws VerdictError `conflict` where it would change more, `not_found` without such a version
   */
  rollback(key: string, { to, note, version }: ExperimentRollback, actor: Principal): Promise<ExperimentAnswer> {
    return this.experiments.change(key, { action: 'rollback', actor, version, note }, async (before, transaction) => {
      const then = await this.book.experiments.findVersion(key, to, transaction);
      if (then === undefined) throw notFound(`The experiment ${key} has no version ${to}.`);
      const { key: _, ...definition } = writtenOf(then);
      const patch = { ...definition, layer: definition.layer ?? null, plan: definition.plan ?? null };
      const chosen = await chosenMetrics(transaction, definition.metrics);
      const after = nextVersion(before, patch, new Date(this.clock.now()), chosen);
      this.review.requireDraft(before, after);
      return after;
    });
  }

  /** A new draft with the same definition. Its salt is its own, so that it does not inherit the split. */
  async duplicate(from: string, { key }: ExperimentDuplicate, actor: Principal): Promise<ExperimentAnswer> {
    const original = await this.book.found(from);
    if (original.holdout !== null) throw conflict(`${from} is a holdout: a new one is made under /v1/holdouts.`);
    const { salt: _, ...definition } = writtenOf(viewOf(original));
    return this.experiments.create({ ...definition, key }, actor, `A copy of ${from}.`);
  }
}
