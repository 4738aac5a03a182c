import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/access';
import {
  CLOCK,
  newId,
  recordedActor,
  type Clock,
  type FlagContent,
  type Principal,
  type ScheduledAction,
} from '#libs/contracts';
import { Database, DATABASE, type Transaction } from '#libs/postgres';
import { stepView, type Scheduled, type Subject } from './schedule.js';
import { ScheduleRepository } from './schedule.repository.js';
import { listPending } from './scheduled-row.js';

/** What is to happen to something, in place of what was. */
export interface Wanted {
  readonly subject: Subject;
  readonly steps: readonly { readonly action: ScheduledAction; readonly at: Date; readonly content?: FlagContent }[];
  /** Of an experiment. */
  readonly version?: number;
  readonly note: string | undefined;
  readonly actor: Principal;
}

/** How many of the steps that are over are shown. */
const shownEnded = 20;

/** Schedules with what a change of one leaves behind: its audit. The caller holds the lock of the subject. */
@Injectable()
export class ScheduleBook {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(ScheduleRepository) private readonly schedules: ScheduleRepository,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** What is to come by its time, then what is over, newest first. */
  async list(subject: Subject, transaction: Transaction = this.database): Promise<Scheduled[]> {
    const pending = await listPending(subject, transaction);
    return [...pending, ...(await this.schedules.listEnded(subject, shownEnded, transaction))];
  }

  /** What is wanted is what is to come; the rest of what was to come is cancelled. */
  async replace({ subject, steps, version, note, actor }: Wanted, transaction: Transaction): Promise<void> {
    const now = new Date(this.clock.now());
    const before = await listPending(subject, transaction);
    for (const { id } of before)
      await this.schedules.end({ id, state: 'cancelled', endedAt: now, error: null }, transaction);
    const after = steps.map(({ action, at, content }): Scheduled => ({
      id: newId(this.clock),
      subject,
      action,
      at,
      content: content ?? null,
      experimentVersion: version ?? null,
      note: note ?? null,
      state: 'pending',
      scheduledBy: recordedActor(actor),
      scheduledAt: now,
      endedAt: null,
      error: null,
    }));
    for (const step of after) await this.schedules.insert(step, transaction);
    if (before.length + after.length === 0) return;
    await this.audit.record(transaction, {
      actor,
      action: `${subject.kind}.schedule`,
      subjectKind: subject.kind,
      subjectId: subject.key,
      before: before.map(stepView),
      after: after.map(stepView),
    });
  }
}
