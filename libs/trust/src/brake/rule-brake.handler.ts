import { Inject, Injectable, Logger } from '@nestjs/common';
import { Audit } from '#libs/access';
import { CLOCK, type Clock } from '#libs/contracts';
import { Database, DATABASE, type Transaction } from '#libs/postgres';
import type { JobHandler, Schedule } from '#libs/queue';
import { lockRule } from '../rule/rule.repository.js';
import { Expectations } from './expectation.js';

/** The injection token of the brake's schedule. */
export const RULE_BRAKE_SCHEDULE = Symbol('RULE_BRAKE_SCHEDULE');

const windowMs = 15 * 60_000;
const dayMs = 86_400_000;
/** A rule may fire three times as often as was expected of it … */
const times = 3;
/** … and so many times in any case: of small numbers three times is chance. */
const least = 10;
/** A rule that came without any history is expected by the first week that has so many pledges. */
const weekMs = 7 * dayMs;
const leastOfWeek = 1_000;

interface RacingRule {
  readonly id: string;
  readonly version: number;
  readonly expected_per_day: number;
  readonly fired: number;
}

const racing = (database: Transaction, nowMs: number): Promise<RacingRule[]> =>
  database.query<RacingRule>('rule/list_racing_rules', {
    since: new Date(nowMs - windowMs),
    share_of_day: windowMs / dayMs,
    times,
    least,
  });

const unexpected = (database: Database, nowMs: number): Promise<{ readonly id: string }[]> =>
  database.query('rule/list_unexpected', { from_time: new Date(nowMs - weekMs), least: leastOfWeek });

/**
 * Puts a live rule that fires far more often than was expected of it into shadow, and calls for somebody. A rule of which
 * nothing could be expected when it went live, as one that came with the product, gets its expectation first.
 */
@Injectable()
export class RuleBrakeHandler implements JobHandler {
  readonly name = 'rule_brake';
  private readonly logger = new Logger(RuleBrakeHandler.name);

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Expectations) private readonly expectations: Expectations,
  ) {}

  async run(): Promise<{ braked: readonly string[] }> {
    for (const { id } of await unexpected(this.database, this.clock.now())) await this.expect(id);
    const braked = await this.database.transaction(async (transaction) => {
      const rules = await racing(transaction, this.clock.now());
      for (const rule of rules) await this.brake(transaction, rule);
      return rules;
    });
    for (const { id, fired, expected_per_day } of braked) {
      const usual = (expected_per_day * windowMs) / dayMs;
      this.logger.error(
        `The rule ${id} is in shadow now: it fired on ${fired} pledges in 15 minutes, where ${usual.toFixed(1)} were expected.`,
      );
    }
    return { braked: braked.map(({ id }) => id) };
  }

  private async expect(id: string): Promise<void> {
    const rule = await this.database.transaction((transaction) => lockRule(transaction, id));
    const { hits } = await this.expectations.ofRule(rule);
    await this.database.transaction(async (transaction) => {
      const { version } = rule;
      const noted = await transaction.maybeOne('rule/note_expectation', { id, version, expected_per_day: hits });
      if (noted === undefined) return;
      await this.audit.record(transaction, {
        action: 'rule.expect',
        subjectKind: 'rule',
        subjectId: id,
        after: { version, expected_per_day: hits },
      });
    });
  }

  private async brake(transaction: Transaction, { id, fired, expected_per_day }: RacingRule): Promise<void> {
    const before = await lockRule(transaction, id);
    await transaction.query('rule/update_rule', { id, state: 'shadow', version: before.version });
    await this.audit.record(transaction, {
      action: 'rule.brake',
      subjectKind: 'rule',
      subjectId: id,
      before,
      after: { ...before, state: 'shadow', fired, expected_per_day },
    });
  }
}

/** Rules that the brake has put into shadow since a time, ms. */
export async function countBrakedRules(database: Database, sinceMs: number): Promise<number> {
  const { rules } = await database.one<{ rules: number }>('rule/count_braked', { since: new Date(sinceMs) });
  return rules;
}

/** Each minute, where a rule races, or can be expected at last. */
export const ruleBrakeSchedule = (database: Database, clock: Clock): Schedule => ({
  name: 'rule_brake',
  everyMinutes: 1,
  prompt: true,
  payloads: async () =>
    (await racing(database, clock.now())).length + (await unexpected(database, clock.now())).length === 0
      ? []
      : [{ payload: {}, deduplicationKey: 'all' }],
});
