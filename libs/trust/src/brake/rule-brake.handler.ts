import { Inject, Injectable, Logger } from '@nestjs/common';
import { Audit } from '#libs/access';
import { CLOCK, type Clock } from '#libs/contracts';
import { Database, DATABASE, type Transaction } from '#libs/postgres';
import type { JobHandler, Schedule } from '#libs/queue';
import { lockRule } from '../rule/rule.repository.js';

/** The injection token of the brake's schedule. */
export const RULE_BRAKE_SCHEDULE = Symbol('RULE_BRAKE_SCHEDULE');

const windowMs = 15 * 60_000;
const dayMs = 86_400_000;
/** A rule may fire three times as often as was expected of it … */
const times = 3;
/** … and so many times in any case: of small numbers three times is chance. */
const least = 10;

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

/** Puts a live rule that fires far more often than was expected of it into shadow, and calls for somebody. */
@Injectable()
export class RuleBrakeHandler implements JobHandler {
  readonly name = 'rule_brake';
  private readonly logger = new Logger(RuleBrakeHandler.name);

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async run(): Promise<{ braked: readonly string[] }> {
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

/** Each minute, where a rule races. */
export const ruleBrakeSchedule = (database: Database, clock: Clock): Schedule => ({
  name: 'rule_brake',
  everyMinutes: 1,
  prompt: true,
  payloads: async () =>
    (await racing(database, clock.now())).length === 0 ? [] : [{ payload: {}, deduplicationKey: 'all' }],
});
