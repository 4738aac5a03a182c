import { Inject, Injectable } from '@nestjs/common';
import {
  CLOCK,
  newId,
  type Actor,
  type Clock,
  type DecisionAction,
  type DecisionEffectView,
  type DecisionSubject,
  type Label,
} from '#libs/contracts';
import type { Transaction } from '#libs/postgres';
import type { HeldPledge } from './effective.js';

/** What a decision is about, as far as something follows from it. */
export interface Decided {
  readonly id: string;
  readonly action: DecisionAction;
  readonly subjects: readonly DecisionSubject[];
  readonly reason: string;
  readonly label: Label | null;
  /** Pledges that it decides. */
  readonly decided: readonly HeldPledge[];
  /** Others of its subjects that wait for a person now. */
  readonly held: readonly HeldPledge[];
}

const dayMs = 86_400_000;
const passMs = 30 * dayMs;
/** As much as a list keeps of it. */
const reasonLength = 200;

/** The settings that count for these subjects. */
export const settingsOf = (
  effects: readonly DecisionEffectView[],
  action: DecisionAction,
  subjects: readonly DecisionSubject[],
): DecisionEffectView[] =>
  effects.filter((one) => one.action === action && subjects.some(({ kind }) => kind === one.subject_kind));

/** What follows from a decision beside what holds of its pledges; in its transaction, and taken back in that of its undo. */
@Injectable()
export class DecisionConsequences {
  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  async follow(transaction: Transaction, decision: Decided, settings: readonly DecisionEffectView[]): Promise<void> {
    const { id, action, decided, held, label } = decision;
    const now = this.clock.now();
    await this.enter(transaction, decision, settings);
    if (label !== null) {
      const delay = Math.max(0, ...settings.map(({ label_delay_minutes }) => label_delay_minutes));
      await transaction.query('decision/insert_labels', {
        decision_id: id,
        pledge_ids: decided.map(({ pledge_id }) => pledge_id),
        label,
        due_at: new Date(now + delay * 60_000),
      });
    }
    if (action === 'release')
      await transaction.query('review/insert_passes', {
        decision_id: id,
        pledge_ids: decided.map(({ pledge_id }) => pledge_id),
        expires_at: new Date(now + passMs),
      });
    for (const { pledge_id } of held)
      await transaction.query('review/insert_arrival', { pledge_id, cause: 'held', now: new Date(now) });
  }

  async takeBack(transaction: Transaction, decision_id: string, actor: Actor): Promise<void> {
    const entries = await transaction.query<{ id: string }>('decision/list_entries', { decision_id });
    for (const { id } of entries)
      await transaction.query('list/remove_entry', { id, now: new Date(this.clock.now()), removed_by: actor.name });
    await transaction.query('decision/withdraw_labels', { decision_id });
    await transaction.query('review/end_passes', { decision_id });
  }

  private async enter(
    transaction: Transaction,
    { id, reason, subjects }: Decided,
    settings: readonly DecisionEffectView[],
  ): Promise<void> {
    for (const { subject_kind, list, list_days } of settings) {
      if (list === null) continue;
      const ids = subjects.filter(({ kind }) => kind === subject_kind).map((subject) => subject.id);
      const kind = subject_kind === 'creator' ? 'project' : subject_kind;
      const values = subject_kind === 'creator' ? await projectsOf(transaction, ids) : ids;
      const now = this.clock.now();
      await transaction.query('list/expire_entries', { list, kind, values, now: new Date(now) });
      const entered = await transaction.query<{ id: string }>('list/insert_entries', {
        ids: values.map(() => newId(this.clock)),
        list,
        kind,
        values,
        reason: reason.slice(0, reasonLength),
        author: `decision ${id}`,
        created_at: new Date(now),
        // Whole seconds, as processes hold it.
        expires_at: list_days === null ? null : new Date(Math.floor(now / 1_000) * 1_000 + list_days * dayMs),
      });
      const entry_ids = entered.map((entry) => entry.id);
      await transaction.query('decision/insert_entries', { decision_id: id, entry_ids });
    }
  }
}

async function projectsOf(transaction: Transaction, creators: readonly string[]): Promise<string[]> {
  const rows = await transaction.query<{ project_id: string }>('decision/list_creator_projects', { creators });
  return rows.map(({ project_id }) => project_id);
}
