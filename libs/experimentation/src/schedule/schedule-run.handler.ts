import { isDeepStrictEqual } from 'node:util';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { CLOCK, type Clock, type SystemActor } from '#libs/contracts';
import { conflict, VerdictError } from '#libs/errors';
import { Database, DATABASE, type Transaction } from '#libs/postgres';
import type { JobContext, JobHandler } from '#libs/queue';
import { ExperimentService } from '../experiment/experiment.service.js';
import { FlagService } from '../flag/flag.service.js';
import { lockSubject } from './lock-subject.js';
import type { Scheduled } from './schedule.js';
import { ScheduleRepository } from './schedule.repository.js';
import { noteOf } from './schedule-note.js';

interface Done {
  readonly done: number;
  readonly failed: number;
}

/**
 * Does what is due, in the order in which it was to happen: each step in one transaction with the word that it was done,
 * so that it is done once whoever is killed when. What has become impossible fails, with its reason, and the rest goes on.
 */
@Injectable()
export class ScheduleRunHandler implements JobHandler {
  readonly name = 'schedule_run';
  private readonly logger = new Logger(ScheduleRunHandler.name);

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(ScheduleRepository) private readonly schedules: ScheduleRepository,
    @Inject(ExperimentService) private readonly experiments: ExperimentService,
    @Inject(FlagService) private readonly flags: FlagService,
  ) {}

  async run(_: unknown, { hold, signal }: Pick<JobContext, 'hold' | 'signal'>): Promise<Done> {
    const counts = { done: 0, failed: 0 };
    let trouble: unknown;
    for (const step of await this.schedules.listDue(this.now())) {
      signal.throwIfAborted();
      try {
        const outcome = await this.database.transaction(async (transaction) => {
          await hold(transaction);
          return this.take(step, transaction);
        });
        if (outcome !== undefined) counts[outcome]++;
      } catch (error) {
        // Of the others each may still be done in its time; this one is tried again with the job.
        trouble ??= error;
      }
    }
    if (trouble !== undefined) throw trouble;
    return counts;
  }

  /** Undefined where it was cancelled or done meanwhile, or the clock went back. */
  private async take(step: Scheduled, transaction: Transaction): Promise<keyof Done | undefined> {
    const now = this.now();
    // The subject first, as whoever changes a schedule does: they wait for each other, and never both ways.
    await lockSubject(step.subject, transaction);
    if (!(await this.schedules.lockDue(step.id, now, transaction))) return undefined;
    try {
      await transaction.attempt(async () => {
        // First: what its own doing leaves without a future are the others.
        await this.schedules.end({ id: step.id, state: 'done', endedAt: now, error: null }, transaction);
        await this.act(step, now, transaction);
      });
    } catch (error) {
      if (!(error instanceof VerdictError) || error.kind === 'unavailable') throw error;
      const { subject, action, id } = step;
      this.logger.warn({
        message: `${action} of ${subject.kind} ${subject.key} could not be done: ${error.message}`,
        id,
      });
      await this.schedules.end({ id, state: 'failed', endedAt: now, error: error.message }, transaction);
      return 'failed';
    }
    return 'done';
  }

  private async act(step: Scheduled, now: Date, transaction: Transaction): Promise<void> {
    const { action, subject, scheduledBy, content, experimentVersion } = step;
    const actor: SystemActor = { kind: 'system', id: scheduledBy.id, name: `the schedule of ${scheduledBy.name}` };
    const body = { note: noteOf(step, now) };
    if (action !== 'publish') {
      if (action === 'start' && experimentVersion !== null)
        await this.experiments.requireUnchanged(transaction, subject.key, experimentVersion);
      await this.experiments.actIn(transaction, subject.key, action, body, actor);
      return;
    }
    const { draft } = await this.flags.get(subject.key, transaction);
    if (!isDeepStrictEqual(draft, content))
      throw conflict(`The draft of ${subject.key} is no longer the one whose publication was scheduled.`);
    await this.flags.publishIn(transaction, subject.key, body, actor);
  }

  private readonly now = (): Date => new Date(this.clock.now());
}
