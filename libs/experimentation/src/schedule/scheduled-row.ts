import type { Transaction } from '#libs/postgres';
import type { Scheduled, Subject } from './schedule.js';

/** A step as it is stored. */
export type ScheduledRow = Pick<Scheduled, 'id' | 'action' | 'at' | 'content' | 'note' | 'state' | 'error'> & {
  readonly subject_kind: Subject['kind'];
  readonly subject_key: string;
  readonly scheduled_by: Scheduled['scheduledBy'];
  readonly scheduled_at: Date;
  readonly ended_at: Date | null;
  readonly experiment_version: number | null;
};

export const columnsOf = ({ kind, key }: Subject) => ({ subject_kind: kind, subject_key: key });

export const scheduledOf = (row: ScheduledRow): Scheduled => {
  const { subject_kind, subject_key, scheduled_by, scheduled_at, ended_at, experiment_version, ...same } = row;
  return {
    ...same,
    subject: { kind: subject_kind, key: subject_key },
    scheduledBy: scheduled_by,
    scheduledAt: scheduled_at,
    endedAt: ended_at,
    experimentVersion: experiment_version,
  };
};

/** What is to happen to something, by its time. */
export const listPending = async (subject: Subject, transaction: Transaction): Promise<Scheduled[]> =>
  (await transaction.query<ScheduledRow>('schedule/list_pending', columnsOf(subject))).map(scheduledOf);
