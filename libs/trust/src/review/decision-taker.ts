import { Inject, Injectable } from '@nestjs/common';
import {
  CLOCK,
  type Actor,
  type Clock,
  type DecisionAction,
  type DecisionEffectView,
  type DecisionSubject,
  type NewDecision,
} from '#libs/contracts';
import { conflict, invalid, notFound } from '#libs/errors';
import type { Transaction } from '#libs/postgres';
import { DecisionConsequences, settingsOf } from './decision-consequences.js';
import { DecisionWriter, type Written } from './decision-writer.js';
import { EffectService } from './effect.service.js';
import { effectOf, type HeldPledge, type NewEffect } from './effective.js';

const mostPledges = 20_000;

type About = Omit<Written, 'effects' | 'undoes' | 'action'> & { readonly action: DecisionAction };

/** Whom a decision is about. */
interface Range {
  readonly subjects: readonly DecisionSubject[];
  readonly pledgeIds: readonly string[];
  readonly settings: readonly DecisionEffectView[];
}

/** Carries a decision out, with what an admin has set to follow from it, in the transaction of whoever takes it. */
@Injectable()
export class DecisionTaker {
  constructor(
    @Inject(EffectService) private readonly effects: EffectService,
    @Inject(DecisionConsequences) private readonly consequences: DecisionConsequences,
    @Inject(DecisionWriter) private readonly writer: DecisionWriter,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async settings(
    transaction: Transaction,
    { action, subjects }: Pick<NewDecision, 'action' | 'subjects'>,
  ): Promise<DecisionEffectView[]> {
    return settingsOf(await this.effects.list(transaction), action, subjects);
  }

  /** @throws VerdictError `not_found` for a pledge without a score, `invalid` for too many. */
  async pledgesOf(transaction: Transaction, subjects: readonly DecisionSubject[]): Promise<string[]> {
    const ids = await this.list(transaction, 'decision/list_subject_pledges', subjects);
    const missing = subjects.findIndex(({ kind, id }) => kind === 'pledge' && !ids.includes(id));
    if (missing >= 0) throw notFound(`The pledge of /subjects/${missing} has not been scored.`);
    return ids;
  }

  async take(transaction: Transaction, about: About, { subjects, pledgeIds, settings }: Range): Promise<void> {
    const { id, action, caseId, actor } = about;
    const heldIds = await this.uncollected(transaction, subjects, settings, pledgeIds);
    const touched = await this.writer.holdCases(transaction, { subjects, caseId, pledgeIds }, actor);
    if (caseId !== null && !touched.some((one) => one.id === caseId))
      throw conflict('The case that this decision answers is closed, or not there.');
    const all = await this.writer.holdPledges(transaction, [...pledgeIds, ...heldIds]);
    const isHeld = new Set(heldIds);
    const held = all.filter(({ pledge_id }) => isHeld.has(pledge_id));
    const decided = all.filter(({ pledge_id }) => !isHeld.has(pledge_id));
    const effects = [...this.effectsOf(decided, action, about.by, id), ...this.effectsOf(held, 'hold', 'policy', id)];
    await this.writer.write(transaction, { ...about, effects, undoes: null }, touched, () =>
      this.consequences.follow(transaction, { ...about, decided, held }, settings),
    );
  }

  /** What is not accepted after all needs a person again. */
  async takeBack(transaction: Transaction, id: string, effects: readonly NewEffect[], actor: Actor): Promise<void> {
    await this.consequences.takeBack(transaction, id, actor);
    const now = new Date(this.clock.now());
    for (const { pledge, action } of effects)
      if (action !== 'accept')
        await transaction.query('review/insert_arrival', { pledge_id: pledge.pledge_id, cause: 'undone', now });
  }

  /** Accepted pledges of those subjects of whose kind they are held. */
  private async uncollected(
    transaction: Transaction,
    subjects: readonly DecisionSubject[],
    settings: readonly DecisionEffectView[],
    decided: readonly string[],
  ): Promise<string[]> {
    const kinds = new Set(settings.filter((one) => one.holds_uncollected).map(({ subject_kind }) => subject_kind));
    const holding = subjects.filter(({ kind }) => kinds.has(kind));
    if (holding.length === 0) return [];
    const others = await this.list(transaction, 'decision/list_uncollected', holding);
    const known = new Set(decided);
    return others.filter((id) => !known.has(id));
  }

  private async list(transaction: Transaction, name: string, subjects: readonly DecisionSubject[]): Promise<string[]> {
    const rows = await transaction.query<{ pledge_id: string }>(name, { subjects: JSON.stringify(subjects) });
    if (rows.length > mostPledges)
      throw invalid(`A decision is about ${mostPledges} pledges at most.`, [
        { pointer: '/subjects', rule: 'limit', detail: 'decide on fewer subjects at once' },
      ]);
    return rows.map(({ pledge_id }) => pledge_id);
  }

  private effectsOf(
    pledges: readonly HeldPledge[],
    action: DecisionAction,
    by: 'reviewer' | 'policy',
    decisionId: string,
  ): NewEffect[] {
    const at = new Date(this.clock.now());
    return pledges.map((pledge) => ({ pledge, action: effectOf[action], by, at, decisionId }));
  }
}
