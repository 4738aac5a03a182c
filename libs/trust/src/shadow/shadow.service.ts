import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock, type RuleView, type ShadowQuery, type ShadowView } from '#libs/contracts';
import { Database, DATABASE } from '#libs/postgres';
import { beginning, labelDays } from '../backtest/history.js';
import { ShadowTally, type WatchedPledge } from './shadow-tally.js';

const usualMs = 7 * 86_400_000;
const pageRows = 2_000;

/** What the rules in shadow said of live pledges as these came, and what they would have done. */
@Injectable()
export class ShadowService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async read({ from, to, review_minutes }: ShadowQuery): Promise<ShadowView> {
    const now = new Date(this.clock.now());
    const to_time = to === undefined ? now : new Date(to);
    const from_time = from === undefined ? new Date(to_time.getTime() - usualMs) : new Date(from);
    const rules = (await this.database.query<RuleView>('rule/list_rules', { state: 'shadow' })).toReversed();
    const period = { from_time, to_time, as_of: now };
    const { pledges, fraud } = await this.database.one<{ pledges: number; fraud: number }>(
      'shadow/count_pledges',
      period,
    );
    const tally = new ShadowTally(rules);
    if (rules.length > 0) for await (const page of this.pages(rules, period)) for (const one of page) tally.add(one);
    return {
      from: from_time.toISOString(),
      to: to_time.toISOString(),
      pledges,
      fraud,
      ...tally.result(fraud, review_minutes),
    };
  }

  private async *pages(
    rules: readonly RuleView[],
    period: { readonly from_time: Date; readonly to_time: Date; readonly as_of: Date },
  ): AsyncGenerator<readonly WatchedPledge[]> {
    const rule_ids = rules.map(({ id }) => id);
    for (let after = beginning; ;) {
      const rows = await this.database.query<WatchedPledge>('shadow/list_watched', {
        ...period,
        rule_ids,
        label_days: labelDays,
        after_time: after.time,
        after_id: after.id,
        row_limit: pageRows,
      });
      yield rows;
      const last = rows.at(-1);
      if (last === undefined || rows.length < pageRows) return;
      after = { time: last.occurred_at, id: last.id };
    }
  }
}
