import { Inject, Injectable } from '@nestjs/common';
import { Database, DATABASE, type Transaction } from '#libs/postgres';
import type { Scheduled, Subject } from './schedule.js';
import { columnsOf, scheduledOf, type ScheduledRow } from './scheduled-row.js';

type Ended = Pick<Scheduled, 'id'> & {
  readonly state: 'done' | 'failed' | 'cancelled';
  readonly endedAt: Date;
  readonly error: string | null;
};

/** What is to happen by the clock, in Postgres. */
@Injectable()
export class ScheduleRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async listEnded(subject: Subject, limit: number, transaction: Transaction = this.database): Promise<Scheduled[]> {
    const values = { ...columnsOf(subject), row_limit: limit };
    return (await transaction.query<ScheduledRow>('schedule/list_ended', values)).map(scheduledOf);
  }

  async isAnyDue(now: Date): Promise<boolean> {
    return (await this.database.one<{ due: boolean }>('schedule/find_any_due', { now })).due;
  }

  async listDue(now: Date): Promise<Scheduled[]> {
    return (await this.database.query<ScheduledRow>('schedule/list_due', { now })).map(scheduledOf);
  }

  /** Whether it is still to be done; nobody else does it, or cancels it, until the transaction ends. */
  async lockDue(id: string, now: Date, transaction: Transaction): Promise<boolean> {
    return (await transaction.maybeOne('schedule/find_pending', { id, now })) !== undefined;
  }

  async insert(step: Scheduled, transaction: Transaction): Promise<void> {
    await transaction.query('schedule/insert_schedule', {
      id: step.id,
      ...columnsOf(step.subject),
      action: step.action,
      at: step.at,
      content: step.content === null ? null : JSON.stringify(step.content),
      experiment_version: step.experimentVersion,
      note: step.note,
      scheduled_by: JSON.stringify(step.scheduledBy),
      scheduled_at: step.scheduledAt,
    });
  }

  async end({ id, state, endedAt, error }: Ended, transaction: Transaction): Promise<void> {
    await transaction.query('schedule/end_schedule', { id, state, ended_at: endedAt, error });
  }
}
