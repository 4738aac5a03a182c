import type { FlagContent, RecordedActor, ScheduledAction, ScheduledState, ScheduledStep } from '#libs/contracts';

/** What a step is of. */
export interface Subject {
  readonly kind: 'experiment' | 'flag';
  readonly key: string;
}

/** One thing that is to happen by the clock, or did, or could not. */
export interface Scheduled {
  readonly id: string;
  readonly subject: Subject;
  readonly action: ScheduledAction;
  readonly at: Date;
  /** Of a flag: the draft that is to be published. */
  readonly content: FlagContent | null;
  /** Of an experiment: the version that it was in. Null for what was scheduled before that was kept. */
  readonly experimentVersion: number | null;
  readonly note: string | null;
  readonly state: ScheduledState;
  readonly scheduledBy: RecordedActor;
  readonly scheduledAt: Date;
  readonly endedAt: Date | null;
  readonly error: string | null;
}

export const stepView = (step: Scheduled): ScheduledStep => ({
  id: step.id,
  action: step.action,
  at: step.at.toISOString(),
  state: step.state,
  note: step.note,
  scheduled_by: step.scheduledBy,
  scheduled_at: step.scheduledAt.toISOString(),
  ended_at: step.endedAt?.toISOString() ?? null,
  error: step.error,
});

/** When an action is to happen; null: not by the clock. */
export const timeOf = (pending: readonly Scheduled[], action: ScheduledAction): string | null =>
  pending.find((step) => step.action === action)?.at.toISOString() ?? null;
