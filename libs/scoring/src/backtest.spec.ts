import { describe, expect, it } from '@jest/globals';
import { Backtest, emptyTally } from './backtest.js';
import type { BacktestPledge, BacktestPolicy } from './backtest.js';
import { defaultPolicy } from './policy.js';
import { scorecardModel } from './scorecard.js';
import { logit } from './model.js';
import { compileRuleset } from './ruleset.js';
import type { RuleAction, RuleSource } from './rule.js';

/** One in two, so that no threshold but those of a test decides. */
const model = scorecardModel('test', logit(0.05), []);

function policy(sources: readonly RuleSource[], thresholds = defaultPolicy.thresholds): BacktestPolicy {
  const compiled = compileRuleset(1, sources);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return { rules: compiled.ruleset.rules, thresholds };
}

const rule = (id: string, expression: string, action: RuleAction, value?: number): RuleSource => ({
  id,
  label: id,
  expression,
  action,
  value,
});

const pledge = (amount: number | undefined, changes: Partial<BacktestPledge> = {}): BacktestPledge => ({
  features: { base_amount: amount },
  money: amount ?? 0,
  known_then: null,
  known_now: null,
  lists: [],
  snoozed: [],
  degraded: false,
  isLate: false,
  ...changes,
});

function run(candidate: BacktestPolicy, baseline: BacktestPolicy, pledges: readonly BacktestPledge[]) {
  const tally = emptyTally(candidate);
  const backtest = new Backtest(candidate, baseline, model, tally);
  for (const one of pledges) backtest.add(one);
  return tally;
}

const current = policy([rule('big', 'base_amount >= 100', 'reject')]);

describe('a backtest', () => {
  const candidate = policy([
    rule('big', 'base_amount >= 100', 'reject'),
    rule('round', 'base_amount % 10 == 0', 'manual_review'),
    rule('small', 'base_amount < 5', 'accept'),
    rule('odd', 'base_amount % 2 == 1', 'add_to_score', 3),
  ]);
  // What happens to each by hand: 100 rejected (big and round), 50 reviewed by round alone, 7 above review by odd alone
  // (5 % and three of log-odds are 51 %), 3 accepted by small alone, 8 accepted, one unknown, one silenced.
  const pledges = [
    pledge(100, { known_now: 'fraud', known_then: 'fraud' }),
    pledge(50, { known_now: 'good', known_then: 'good' }),
    pledge(7, { known_now: 'fraud' }),
    pledge(3, { known_now: 'good' }),
    pledge(8, { known_now: 'fraud', known_then: 'fraud' }),
    pledge(undefined),
    pledge(20, { snoozed: ['round'] }),
  ];
  const tally = run(candidate, current, pledges);

  it('counts what each rule catches, alone and together, by what is known then and now', () => {
    const { big, round, small, odd } = tally.rules;
    expect(big).toMatchObject({ hits: { pledges: 1, money: 100 }, alone: { pledges: 0 }, unknown: 1 });
    expect(big?.together).toEqual({ round: 1 });
    expect(round).toMatchObject({
      hits: { pledges: 2, money: 150, known_now: { fraud: 1, good: 1, fraud_money: 100, good_money: 50 } },
      stopped: { pledges: 2 },
      alone: { pledges: 1, money: 50 },
      reviews: 1,
      snoozed: 1,
    });
    expect(odd).toMatchObject({
      hits: { pledges: 2, known_now: { fraud: 1, good: 1 }, known_then: { fraud: 0, good: 0 } },
      alone: { pledges: 1, money: 7 },
      stopped: { pledges: 0 },
    });
    expect(small).toMatchObject({ hits: { pledges: 1 }, released: { pledges: 1, money: 3 } });
  });

  it('says what moves between the policies, and how much money', () => {
    expect(tally.all).toMatchObject({
      pledges: 7,
      money: 188,
      known_now: { fraud: 3, good: 2 },
      known_then: { fraud: 2, good: 1 },
    });
    expect(tally.baseline).toMatchObject({ accept: { pledges: 6 }, reject: { pledges: 1 } });
    expect(tally.candidate).toMatchObject({ accept: { pledges: 4 }, manual_review: { pledges: 2 } });
    expect(tally.moves.accept.manual_review).toMatchObject({ pledges: 2, money: 57, known_now: { fraud: 1, good: 1 } });
    expect(tally.moves.reject.reject.pledges).toBe(1);
    expect(tally.moves.reject.accept.pledges).toBe(0);
  });

  it('lets lists decide first, spares the late, and follows its own thresholds', () => {
    const strict = policy(current.rules, { ...defaultPolicy.thresholds, review: 4, reject: 5 });
    const { candidate: decided } = run(strict, current, [
      pledge(100, { lists: [{ list: 'allow', label: 'a' }] }),
      pledge(100, { isLate: true }),
      pledge(1),
    ]);
    expect(decided).toMatchObject({ accept: { pledges: 1 }, manual_review: { pledges: 1 }, reject: { pledges: 1 } });
  });

  it('is the same in any order, and where it goes on from what was counted', () => {
    expect(run(candidate, current, pledges.toReversed())).toEqual(tally);
    const saved = JSON.parse(JSON.stringify(run(candidate, current, pledges.slice(0, 3)))) as typeof tally;
    const rest = new Backtest(candidate, current, model, saved);
    for (const one of pledges.slice(3)) rest.add(one);
    expect(JSON.stringify(saved.rules)).toBe(JSON.stringify(tally.rules));
    expect(saved).toEqual(tally);
  });
});
