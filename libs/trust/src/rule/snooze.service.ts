import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/access';
import {
  CLOCK,
  longestSnoozeDays,
  newId,
  type Clock,
  type Principal,
  type SnoozeBody,
  type SnoozeView,
} from '#libs/contracts';
import { conflict, invalid } from '#libs/errors';
import { Database, DATABASE } from '#libs/postgres';
import { canonicalListed } from '../list/listed-value.js';
import { lockRule } from './rule.repository.js';

const dayMs = 86_400_000;

/** Silences one rule for one entity until a time. */
@Injectable()
export class SnoozeService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  list(ruleId: string): Promise<SnoozeView[]> {
    return this.database.query<SnoozeView>('snooze/list_snoozes', { rule_id: ruleId });
  }

  /** @throws VerdictError `invalid` for an end that is past or too far ahead, or a value that is none; `not_found`. */
  create(ruleId: string, { kind, value, until, reason }: SnoozeBody, actor: Principal): Promise<SnoozeView> {
    const [now, end] = [this.clock.now(), Date.parse(until)];
    if (end <= now || end > now + longestSnoozeDays * dayMs)
      throw invalid('A snooze has an end.', [
        { pointer: '/until', rule: 'until', detail: `must be in the future, ${longestSnoozeDays} days ahead at most` },
      ]);
    const snooze = {
      id: newId(this.clock),
      rule_id: ruleId,
      kind,
      value: canonicalListed(kind, value),
      until: new Date(end),
      reason,
      created_at: new Date(now),
      created_by: actor.name,
    };
    return this.database.transaction(async (transaction) => {
      const rule = await lockRule(transaction, ruleId);
      if (rule.state === 'retired') throw conflict('A retired rule is silent already.');
      await transaction.query('snooze/insert_snooze', snooze);
      const made = { ...snooze, ended_at: null };
      const entry = { actor, action: 'rule.snooze', subjectKind: 'rule', subjectId: ruleId, after: made };
      await this.audit.record(transaction, entry);
      return made;
    });
  }

  /** @throws VerdictError `conflict` for one that has ended. */
  end(id: string, actor: Principal): Promise<SnoozeView> {
    return this.database.transaction(async (transaction) => {
      const ended = await transaction.maybeOne<SnoozeView>('snooze/end_snooze', {
        id,
        now: new Date(this.clock.now()),
      });
      if (ended === undefined) throw conflict('There is no snooze of this id that has not ended.');
      const entry = { actor, action: 'rule.wake', subjectKind: 'rule', subjectId: ended.rule_id, after: ended };
      await this.audit.record(transaction, entry);
      return ended;
    });
  }
}
