import { Inject, Injectable } from '@nestjs/common';
import {
  CLOCK,
  systemActor,
  type Actor,
  type ChangeQuery,
  type Clock,
  type Decision,
  type ExperimentAction,
  type ExperimentActionBody,
  type ExperimentAnswer,
  type ExperimentChangePage,
  type ExperimentPage,
  type ExperimentPatch,
  type ExperimentQuery,
  type ExperimentView,
  type NewExperiment,
  type Principal,
} from '#libs/contracts';
import { invalid } from '#libs/errors';
import { Database, DATABASE, type Transaction } from '#libs/postgres';
import { changeView } from './change-view.js';
import { draftOf } from './draft.js';
import { viewOf, type Experiment } from './experiment.js';
import { ExperimentAdvisor } from './experiment-advisor.js';
import { ExperimentBook } from './experiment-book.js';
import { ExperimentReview } from './experiment-review.js';
import { stateAfter } from './experiment-state.js';
import { cancelImpossible, cancelOutdated } from '../schedule/cancel-impossible.js';
import { requireExclusions, usualExclusions } from '../exclusion/chosen-exclusions.js';
import { checkStart } from './check-start.js';
import { chosenMetrics } from '../metric/chosen-metrics.js';
import { nextVersion } from './running-change.js';

/** When a loaded experiment went through its life; times in RFC 3339. */
export interface Schedule {
  readonly startedAt: string;
  readonly enrolmentClosedAt?: string;
  readonly stoppedAt?: string;
}

interface Step {
  readonly action: ExperimentAction;
  readonly at: Date;
  readonly actor?: Actor | undefined;
  readonly note?: string | undefined;
  readonly variant?: string;
}

interface Change {
  readonly action: 'update' | 'force' | 'approve' | 'rollback' | 'add_metric';
  readonly actor: Principal;
  /** The change is refused unless it is the latest. */
  readonly version?: number | undefined;
  readonly note?: string | undefined;
}

/** Changes experiments: each change is one transaction with its history, its audit and word to every process. */
@Injectable()
export class ExperimentService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ExperimentBook) private readonly book: ExperimentBook,
    @Inject(ExperimentReview) private readonly review: ExperimentReview,
    @Inject(ExperimentAdvisor) private readonly advisor: ExperimentAdvisor,
  ) {}

  /** @throws VerdictError `invalid` naming each field, `conflict` when the key is taken. */
  create(body: NewExperiment, actor: Principal, note?: string): Promise<ExperimentAnswer> {
    return this.database.transaction(async (transaction) => {
      const draft = await draftIn(transaction, body, { at: this.now(), by: actor.name });
      await this.book.open(transaction, draft, actor, note);
      return this.answer(draft, transaction);
    });
  }

  async get(key: string): Promise<ExperimentView> {
    return viewOf(await this.book.found(key));
  }

  async list({ state, after, limit }: ExperimentQuery): Promise<ExperimentPage> {
    const filter = { ...(state === undefined ? {} : { state }), ...(after === undefined ? {} : { after }) };
    const found = await this.book.experiments.list({ ...filter, limit: limit + 1 });
    const experiments = found.slice(0, limit).map(viewOf);
    return { experiments, next: found.length > limit ? (experiments.at(-1)?.key ?? null) : null };
  }

  async listChanges(key: string, { before, limit }: ChangeQuery): Promise<ExperimentChangePage> {
    await this.book.found(key);
    const found = await this.book.experiments.listChanges(key, before, limit + 1);
    const changes = found.slice(0, limit).map(changeView);
    return { changes, next: found.length > limit ? (changes.at(-1)?.version ?? null) : null };
  }

  /** @throws VerdictError `conflict` for what its state or its review does not let change, and for an old `version`. */
  update(key: string, { version, ...patch }: ExperimentPatch, actor: Principal): Promise<ExperimentAnswer> {
    return this.change(key, { action: 'update', actor, version }, async (before, transaction) => {
      const chosen = await chosenMetrics(transaction, patch.metrics ?? before.metrics);
      const after = nextVersion(before, patch, this.now(), chosen);
      if (after.state === 'draft') await requireExclusions(transaction, after);
      this.review.requireDraft(before, after);
      return after;
    });
  }

  /** A change of anything but its state, with all that a change leaves behind. */
  change(
    key: string,
    { action, actor, version, note }: Change,
    make: (before: Experiment, transaction: Transaction) => Experiment | Promise<Experiment>,
  ): Promise<ExperimentAnswer> {
    return this.database.transaction(async (transaction) => {
      const change = { action, at: this.now(), actor, note, version };
      const after = await this.book.change(transaction, key, change, (before) => make(before, transaction));
      const isWritten = action === 'update' || action === 'rollback';
      const cancelled = isWritten ? await cancelOutdated(after, change, transaction) : [];
      const answer = await this.answer(after, transaction);
      return { ...answer, warnings: [...cancelled, ...answer.warnings] };
    });
  }

  /** Start, close enrolment, pause, resume or stop. @throws VerdictError `conflict` when its state does not allow it. */
  act(key: string, action: ExperimentAction, body: ExperimentActionBody, actor: Principal): Promise<ExperimentAnswer> {
    return this.database.transaction((transaction) => this.actIn(transaction, key, action, body, actor));
  }

  /** The same as part of a transaction. */
  async actIn(
    transaction: Transaction,
    key: string,
    action: ExperimentAction,
    body: ExperimentActionBody,
    actor: Actor,
  ): Promise<ExperimentAnswer> {
    const before = await this.book.locked(transaction, key, body?.version);
    if (action === 'start') await this.review.requireApproval(before, transaction);
    const after = await this.step(transaction, before, { action, at: this.now(), actor, note: body?.note });
    return this.answer(after, transaction);
  }

  /** @throws VerdictError `conflict` where the definition is no longer what it was in this version. */
  requireUnchanged(transaction: Transaction, key: string, version: number): Promise<void> {
    return this.review.requireUnchanged(key, version, transaction);
  }

  /** Everybody gets this variant from now on. */
  decide(key: string, { variant, version, note }: Decision, actor: Principal): Promise<ExperimentAnswer> {
    return this.database.transaction(async (transaction) => {
      const before = await this.book.locked(transaction, key, version);
      if (!before.variants.some((one) => one.key === variant)) {
        const detail = `${variant} is none of the variants: ${before.variants.map((one) => one.key).join(', ')}`;
        throw invalid(`/variant: ${detail}.`, [{ pointer: '/variant', rule: 'one_of_the_variants', detail }]);
      }
      const step = { action: 'decide', at: this.now(), actor, note, variant } as const;
      return this.answer(await this.step(transaction, before, step), transaction);
    });
  }

  /** Loads an experiment with its past, as if each step had been taken at its time. One that is there stays as it is. */
  restore(body: NewExperiment, { startedAt, enrolmentClosedAt, stoppedAt }: Schedule): Promise<ExperimentView> {
    return this.database.transaction(async (transaction) => {
      const existing = await this.book.experiments.find(body.key, transaction);
      if (existing !== undefined) return viewOf(existing);
      const draft = await draftIn(transaction, body, { at: new Date(startedAt), by: systemActor.name });
      await this.book.open(transaction, draft);
      const steps: [ExperimentAction, string | undefined][] = [
        ['start', startedAt],
        ['close', enrolmentClosedAt],
        ['stop', stoppedAt],
      ];
      for (const [action, at] of steps)
        if (at !== undefined)
          await this.step(transaction, await this.book.locked(transaction, body.key), { action, at: new Date(at) });
      return viewOf(await this.book.locked(transaction, body.key));
    });
  }

  private async step(transaction: Transaction, before: Experiment, step: Step): Promise<Experiment> {
    const { action, at, actor, note, variant } = step;
    const { key } = before;
    const { experiments } = this.book;
    const enrolmentClosed = before.enrolmentClosedAt !== null;
    const state = stateAfter(action, { ...before, enrolmentClosed, isHoldout: before.holdout !== null });
    await this.book.raise(transaction, at);
    if (action === 'start') await checkStart(before, transaction);
    const ends = action === 'close' || action === 'stop' || action === 'decide';
    await experiments.update(
      {
        ...before,
        state,
        version: before.version + 1,
        decidedVariant: variant ?? null,
        ...(action === 'start' ? await this.book.pins(before, transaction) : {}),
        startedAt: action === 'start' ? at : before.startedAt,
        enrolmentClosedAt: before.enrolmentClosedAt ?? (ends ? at : null),
        stoppedAt: action === 'stop' ? at : before.stoppedAt,
        decidedAt: action === 'decide' ? at : null,
      },
      transaction,
    );
    if (action === 'pause') await experiments.insertPause(key, at, transaction);
    else if (before.state === 'paused') await experiments.endPause(key, at, transaction);
    const after = await this.book.found(key, transaction);
    await cancelImpossible(after, { action, actor, at }, transaction);
    await this.book.record(transaction, { action, at, actor, note, before, after });
    return after;
  }

  private async answer(experiment: Experiment, transaction: Transaction): Promise<ExperimentAnswer> {
    return { ...viewOf(experiment), warnings: await this.advisor.on(experiment, transaction) };
  }

  private readonly now = (): Date => new Date(this.clock.now());
}

/** @throws VerdictError `invalid` naming each field */
async function draftIn(
  transaction: Transaction,
  body: NewExperiment,
  created: { readonly at: Date; readonly by: string },
): Promise<Experiment> {
  const exclusions = body.exclusions ?? (await usualExclusions(transaction, body.unit));
  const draft = draftOf({ ...body, exclusions }, created, await chosenMetrics(transaction, body.metrics));
  await requireExclusions(transaction, draft);
  return draft;
}
