import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/access';
import {
  CLOCK,
  type ChangeQuery,
  type Clock,
  type Decision,
  type ExperimentAction,
  type ExperimentActionBody,
  type ExperimentChangePage,
  type ExperimentPage,
  type ExperimentPatch,
  type ExperimentQuery,
  type ExperimentView,
  type NewExperiment,
  type Principal,
} from '#libs/contracts';
import { conflict, invalid, notFound } from '#libs/errors';
import { Database, DATABASE, type Transaction } from '#libs/postgres';
import { draftOf } from './draft.js';
import { viewOf, type Experiment } from './experiment.js';
import { ExperimentRepository, type NewChange } from './experiment.repository.js';
import { stateAfter } from './experiment-state.js';
import { checkRoom } from '../layer/check-room.js';
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
  readonly actor?: Principal | undefined;
  readonly note?: string | undefined;
  readonly variant?: string;
}

interface Change {
  readonly action: 'update' | 'force';
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
    @Inject(ExperimentRepository) private readonly experiments: ExperimentRepository,
    @Inject(Audit) private readonly audit: Audit,
  ) {}

  /** @throws VerdictError `invalid` naming each field, `conflict` when the key is taken. */
  async create(body: NewExperiment, actor: Principal): Promise<ExperimentView> {
    const draft = draftOf(body, { at: this.now(), by: actor.name });
    return this.database.transaction((transaction) => this.insert(transaction, draft, actor));
  }

  async get(key: string): Promise<ExperimentView> {
    return viewOf(await this.found(key));
  }

  async list({ state, after, limit }: ExperimentQuery): Promise<ExperimentPage> {
    const filter = { ...(state === undefined ? {} : { state }), ...(after === undefined ? {} : { after }) };
    const found = await this.experiments.list({ ...filter, limit: limit + 1 });
    const experiments = found.slice(0, limit).map(viewOf);
    return { experiments, next: found.length > limit ? (experiments.at(-1)?.key ?? null) : null };
  }

  async listChanges(key: string, { before, limit }: ChangeQuery): Promise<ExperimentChangePage> {
    await this.found(key);
    const found = await this.experiments.listChanges(key, before, limit + 1);
    const changes = found.slice(0, limit);
    return { changes, next: found.length > limit ? (changes.at(-1)?.version ?? null) : null };
  }

  /** @throws VerdictError `conflict` for what cannot change once it has started, and when `version` is not the latest. */
  update(key: string, { version, ...patch }: ExperimentPatch, actor: Principal): Promise<ExperimentView> {
    return this.change(key, { action: 'update', actor, version }, (before) => nextVersion(before, patch, this.now()));
  }

  /** A change of anything but its state, with all that a change leaves behind. */
  change(
    key: string,
    { action, actor, version, note }: Change,
    make: (before: Experiment, transaction: Transaction) => Experiment | Promise<Experiment>,
  ): Promise<ExperimentView> {
    return this.database.transaction(async (transaction) => {
      const before = await this.locked(transaction, key, version);
      await this.raise(transaction, this.now());
      await this.experiments.update(await make(before, transaction), transaction);
      const after = (await this.experiments.find(key, transaction)) ?? before;
      return this.changed(transaction, { action, at: this.now(), actor, note, before, after });
    });
  }

  /** Start, close enrolment, pause, resume or stop. @throws VerdictError `conflict` when its state does not allow it. */
  act(key: string, action: ExperimentAction, body: ExperimentActionBody, actor: Principal): Promise<ExperimentView> {
    return this.database.transaction(async (transaction) => {
      const before = await this.locked(transaction, key, body?.version);
      return this.step(transaction, before, { action, at: this.now(), actor, note: body?.note });
    });
  }

  /** Everybody gets this variant from now on. */
  decide(key: string, { variant, version, note }: Decision, actor: Principal): Promise<ExperimentView> {
    return this.database.transaction(async (transaction) => {
      const before = await this.locked(transaction, key, version);
      if (!before.variants.some((one) => one.key === variant)) {
        const detail = `${variant} is none of the variants: ${before.variants.map((one) => one.key).join(', ')}`;
        throw invalid(`/variant: ${detail}.`, [{ pointer: '/variant', rule: 'one_of_the_variants', detail }]);
      }
      return this.step(transaction, before, { action: 'decide', at: this.now(), actor, note, variant });
    });
  }

  /** Loads an experiment with its past, as if each step had been taken at its time. One that is there stays as it is. */
  restore(body: NewExperiment, { startedAt, enrolmentClosedAt, stoppedAt }: Schedule): Promise<ExperimentView> {
    return this.database.transaction(async (transaction) => {
      const existing = await this.experiments.find(body.key, transaction);
      if (existing !== undefined) return viewOf(existing);
      await this.insert(transaction, draftOf(body, { at: new Date(startedAt), by: 'system' }), undefined);
      const steps: [ExperimentAction, string | undefined][] = [
        ['start', startedAt],
        ['close', enrolmentClosedAt],
        ['stop', stoppedAt],
      ];
      for (const [action, at] of steps)
        if (at !== undefined)
          await this.step(transaction, await this.locked(transaction, body.key), { action, at: new Date(at) });
      return viewOf(await this.locked(transaction, body.key));
    });
  }

  private async insert(transaction: Transaction, after: Experiment, actor?: Principal): Promise<ExperimentView> {
    await this.raise(transaction, after.createdAt);
    await this.experiments.insert(after, transaction);
    const change = { action: 'create', at: after.createdAt, actor, note: undefined, before: undefined, after } as const;
    return this.changed(transaction, change);
  }

  private async step(transaction: Transaction, before: Experiment, step: Step): Promise<ExperimentView> {
    const { action, at, actor, note, variant } = step;
    const { key } = before;
    const state = stateAfter(action, { ...before, enrolmentClosed: before.enrolmentClosedAt !== null });
    await this.raise(transaction, at);
    if (action === 'start') await checkRoom(before, transaction);
    const ends = action === 'close' || action === 'stop' || action === 'decide';
    await this.experiments.update(
      {
        ...before,
        state,
        version: before.version + 1,
        decidedVariant: variant ?? null,
        startedAt: action === 'start' ? at : before.startedAt,
        enrolmentClosedAt: before.enrolmentClosedAt ?? (ends ? at : null),
        stoppedAt: action === 'stop' ? at : before.stoppedAt,
        decidedAt: action === 'decide' ? at : null,
      },
      transaction,
    );
    if (action === 'pause') await this.experiments.insertPause(key, at, transaction);
    else if (before.state === 'paused') await this.experiments.endPause(key, at, transaction);
    const after = (await this.experiments.find(key, transaction)) ?? before;
    return this.changed(transaction, { action, at, actor, note, before, after });
  }

  /** What every change leaves behind, whatever it was. */
  private async changed(transaction: Transaction, change: NewChange): Promise<ExperimentView> {
    const { action, actor, before, after } = change;
    await this.experiments.insertChange(change, transaction);
    await this.audit.record(transaction, {
      ...(actor === undefined ? {} : { actor }),
      action: `experiment.${action}`,
      subjectKind: 'experiment',
      subjectId: after.key,
      ...(before === undefined ? {} : { before: viewOf(before) }),
      after: viewOf(after),
    });
    return viewOf(after);
  }

  /** First, so that of two changes at once the second is checked against what the first has made. */
  private async raise(transaction: Transaction, at: Date): Promise<void> {
    await transaction.one('configuration/raise_version', { changed_at: at });
  }

  private async locked(transaction: Transaction, key: string, version?: number): Promise<Experiment> {
    const experiment = await this.experiments.lock(key, transaction);
    if (experiment === undefined) throw notFound(`No experiment ${key}.`);
    if (version !== undefined && version !== experiment.version)
      throw conflict(`The experiment ${key} is at version ${experiment.version}; somebody was quicker. Read it again.`);
    return experiment;
  }

  private async found(key: string): Promise<Experiment> {
    const experiment = await this.experiments.find(key);
    if (experiment === undefined) throw notFound(`No experiment ${key}.`);
    return experiment;
  }

  private readonly now = (): Date => new Date(this.clock.now());
}
