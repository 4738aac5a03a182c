import { Inject, Injectable } from '@nestjs/common';
import {
  CLOCK,
  type Clock,
  type ExperimentActionBody,
  type HoldoutBody,
  type HoldoutPage,
  type HoldoutView,
  type Principal,
} from '#libs/contracts';
import { conflict, notFound } from '#libs/errors';
import { Database, DATABASE, type Transaction } from '#libs/postgres';
import { ExperimentBook } from '../experiment/experiment-book.js';
import { viewOf, type Experiment } from '../experiment/experiment.js';
import { ExperimentReview } from '../experiment/experiment-review.js';
import { ExperimentService } from '../experiment/experiment.service.js';
import { usualExclusions } from '../exclusion/chosen-exclusions.js';
import { chosenMetrics } from '../metric/chosen-metrics.js';
import { cancelOutdated } from '../schedule/cancel-impossible.js';
import { checkMembers, goingOn } from './check-members.js';
import { changedHoldout, holdoutOf, holdoutView } from './holdout.js';

/** Holdouts: units that are kept at the product as it was, so that many changes can be measured together. */
@Injectable()
export class HoldoutService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ExperimentBook) private readonly book: ExperimentBook,
    @Inject(ExperimentService) private readonly experiments: ExperimentService,
    @Inject(ExperimentReview) private readonly review: ExperimentReview,
  ) {}

  async list(): Promise<HoldoutPage> {
    const found = await this.book.experiments.listHoldouts();
    return { holdouts: found.map((one) => holdoutView(viewOf(one))) };
  }

  async get(key: string): Promise<HoldoutView> {
    const experiment = await this.experiments.get(key);
    if (experiment.holdout === null) throw notFound(`${key} is an experiment, and no holdout.`);
    return holdoutView(experiment);
  }

  /** Makes the holdout, as a draft, or changes it. @throws VerdictError `invalid` naming each field, `conflict` */
  put(key: string, body: HoldoutBody, actor: Principal): Promise<HoldoutView> {
    return this.database.transaction(async (transaction) => {
      const there = await this.book.experiments.lock(key, transaction);
      const put =
        there === undefined ? this.open(transaction, key, body, actor) : this.change(transaction, key, body, actor);
      return holdoutView(viewOf(await put));
    });
  }

  /** From now on units are held out. */
  async start(key: string, body: ExperimentActionBody, actor: Principal): Promise<HoldoutView> {
    await this.get(key);
    return holdoutView(await this.experiments.act(key, 'start', body, actor));
  }

  /** From now on nobody is held out, and exposures no longer count. */
  async end(key: string, body: ExperimentActionBody, actor: Principal): Promise<HoldoutView> {
    await this.get(key);
    return holdoutView(await this.experiments.act(key, 'stop', body, actor));
  }

  private async open(transaction: Transaction, key: string, body: HoldoutBody, actor: Principal): Promise<Experiment> {
    if (body.version !== undefined) throw notFound(`No holdout ${key}.`);
    const chosen = await chosenMetrics(transaction, body.metrics);
    const made = holdoutOf(key, body, { at: this.now(), by: actor.name }, chosen);
    const draft = { ...made, exclusions: await usualExclusions(transaction, body.unit) };
    await checkMembers(draft, transaction);
    await this.book.open(transaction, draft, actor, body.note);
    return draft;
  }

  private async change(
    transaction: Transaction,
    key: string,
    body: HoldoutBody,
    actor: Principal,
  ): Promise<Experiment> {
    const { version, note } = body;
    const change = { action: 'update', at: this.now(), actor, version, note } as const;
    const changed = await this.book.change(transaction, key, change, async (before) => {
      if (before.holdout === null) throw conflict(`There is an experiment ${key}, which is no holdout.`);
      if (before.state === 'stopped') throw conflict(`The holdout ${key} has ended. Make a new one instead.`);
      const after = changedHoldout(before, body, await chosenMetrics(transaction, body.metrics));
      this.review.requireDraft(before, after);
      await checkMembers(after, transaction, before);
      if (before.state !== 'draft') await this.keepThoseThatGoOn(before, after, transaction);
      return after;
    });
    await cancelOutdated(changed, change, transaction);
    return changed;
  }

  private async keepThoseThatGoOn(before: Experiment, after: Experiment, transaction: Transaction): Promise<void> {
    const stays = new Set(namedBy(after));
    const leavers = namedBy(before).filter((key) => !stays.has(key));
    const lasting = leavers.length === 0 ? [] : await goingOn(leavers, transaction);
    if (lasting.length > 0)
      throw conflict(`${lasting.join(', ')} goes on: units that are held out would change their variant.`);
  }

  private readonly now = (): Date => new Date(this.clock.now());
}

const namedBy = ({ holdout }: Experiment): readonly string[] =>
  holdout === null || holdout.experiments === 'all' ? [] : holdout.experiments;
