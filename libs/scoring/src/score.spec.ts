import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ListHit } from './answer.js';
import { featureCatalogue } from './feature-catalogue.js';
import type { FeatureValue } from './feature.js';
import { logit } from './model.js';
import type { Model } from './model.js';
import { distributionOf } from './distribution.js';
import { defaultPolicy } from './policy.js';
import type { Policy } from './policy.js';
import { priorScorecard } from './prior-scorecard.js';
import { compileRuleset, emptyRuleset } from './ruleset.js';
import type { Ruleset } from './ruleset.js';
import type { RuleSource } from './rule.js';
import { score } from './score.js';
import { scorecardModel } from './scorecard.js';
import type { ScoreOptions } from './score.js';

function ruleset(...sources: RuleSource[]): Ruleset {
  const result = compileRuleset(1, sources);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.ruleset;
}

/** Values of every type, some unknown, some outlandish. */
const features = fc.record(
  Object.fromEntries(
    featureCatalogue.map(({ name, type }): [string, fc.Arbitrary<FeatureValue | undefined>] => [
      name,
      type === 'double'
        ? fc.oneof(fc.double({ min: 0, max: 1e7, noNaN: true }), fc.nat({ max: 40 }), fc.constant(undefined))
        : type === 'bool'
          ? fc.option(fc.boolean(), { nil: undefined })
          : fc.constant('US'),
    ]),
  ),
  { requiredKeys: [] },
);

const additions = ruleset(
  { id: 'a', label: 'More', expression: 'card_pledges_1h > 10', action: 'add_to_score', value: 6.5 },
  { id: 'b', label: 'Less', expression: 'base_amount > 1000', action: 'add_to_score', value: -9.25 },
  { id: 'c', label: 'Third', expression: 'risk_score > 50', action: 'add_to_score', value: 0.1 },
);

/** Not affine, as isotonic and beta calibration are not. */
const calibrated: Model = { ...priorScorecard, version: 'bent', calibrate: (x) => 0.7 * x + Math.sin(x) / 3 - 0.2 };

describe('the sum', () => {
  it.each([
    ['the prior', priorScorecard],
    ['a calibrated model', calibrated],
  ])('of all contributions is the log-odds of the score, for %s', (_, model) => {
    fc.assert(
      fc.property(features, (values) => {
        const answer = score(values, additions, defaultPolicy, { model });
        const total = answer.risk_score_reasons.reduce((sum, { contribution }) => sum + contribution, 0);
        expect(Math.abs(total - logit(answer.risk_score / 100))).toBeLessThan(1e-9);
        expect(answer.risk_score).toBeGreaterThanOrEqual(0.01);
        expect(answer.risk_score).toBeLessThanOrEqual(99);
        for (const { multiplier, contribution, reasons } of answer.risk_score_reasons) {
          expect(multiplier).toBe(Math.exp(contribution));
          expect(reasons.every(({ code }) => /^[A-Z0-9_]+$/.test(code))).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('names base rate, rules, calibration and clip as terms of their own', () => {
    const codes = (values: Record<string, number>, options: ScoreOptions = {}): string[] =>
      score(values, additions, defaultPolicy, options).risk_score_reasons.flatMap(({ reasons }) =>
        reasons.map(({ code }) => code),
      );
    expect(codes({})).toEqual(['BASE_RATE']);
    expect(codes({ card_pledges_1h: 20 })).toEqual(['BASE_RATE', 'CARD_BURST', 'CUSTOM_RULE']);
    expect(codes({ base_amount: 2000 })).toEqual(['BASE_RATE', 'CUSTOM_RULE', 'CLIP']);
    expect(codes({}, { model: calibrated })).toEqual(['BASE_RATE', 'CALIBRATION']);
  });

  it.each([0.01, 0.5, 40, 95, 99])(
    'of a base rate of %s percent alone is that number, not the one beside it',
    (percent) => {
      const model = scorecardModel('one', logit(percent / 100), []);
      expect(score({}, emptyRuleset, defaultPolicy, { model }).risk_score).toBe(percent);
    },
  );

  it('lets rules see the calibrated score, before they add to it', () => {
    const seen = ruleset(
      { id: 'add', label: 'Add', expression: 'true', action: 'add_to_score', value: 9 },
      { id: 'see', label: 'See', expression: 'risk_score > 0.29 && risk_score < 0.31', action: 'tag', value: 'seen' },
    );
    const answer = score({}, seen, defaultPolicy);
    expect(answer.fired).toEqual(['add', 'see']);
    expect(answer.risk_score).toBeGreaterThan(90);
  });

  it('is the same again, bit for bit', () => {
    fc.assert(
      fc.property(features, (values) => {
        expect(score({ ...values }, additions, defaultPolicy)).toEqual(score(values, additions, defaultPolicy));
      }),
      { numRuns: 50 },
    );
  });
});

describe('percentiles', () => {
  const usual = distributionOf(Array.from({ length: 1_000 }, (_, index) => (index < 990 ? 0 : index - 989)));
  const values = { card_pledges_1h: 5, device_cards_24h: 3, ip_is_hosting: true };

  it('are given of numbers whose distribution is known, and change nothing else', () => {
    const distributions = usual === undefined ? {} : { card_pledges_1h: usual };
    const answer = score(values, emptyRuleset, defaultPolicy, { distributions });
    const facts = answer.risk_score_reasons.flatMap(({ reasons }) => reasons);
    expect(facts.map(({ code, percentile }) => [code, percentile])).toEqual([
      ['BASE_RATE', undefined],
      ['DEVICE_CARDS', undefined],
      ['IP_HOSTING', undefined],
      ['CARD_BURST', 99.4],
    ]);
    const without = score(values, emptyRuleset, defaultPolicy);
    expect({ ...answer, risk_score_reasons: [] }).toEqual({ ...without, risk_score_reasons: [] });
  });
});

describe('subscores', () => {
  it('are the score of one family alone, where anything of it is known', () => {
    const { subscores, risk_score: whole } = score(
      { card_pledges_1h: 20, ip_pledges_1h: 0 },
      emptyRuleset,
      defaultPolicy,
    );
    expect(Object.keys(subscores)).toEqual(['ip', 'card']);
    expect(subscores['card']).toBe(whole);
    expect(subscores['ip']).toBeCloseTo(0.3, 12);
  });
});

describe('the disposition', () => {
  const on = (action: RuleSource['action'], label: string): RuleSource => ({
    id: label,
    label,
    expression: 'base_amount > 0',
    action,
    ...(action === 'tag' ? { value: 'look' } : {}),
  });
  const lists = (...names: ListHit['list'][]): ScoreOptions => ({
    lists: names.map((list) => ({ list, label: `${list} entry` })),
  });
  const risky: Policy = { version: 2, thresholds: { elevated: 0.1, highest: 0.2, review: 0.1, reject: 0.2 } };
  const decide = (rules: RuleSource[], options: ScoreOptions = {}, policy = defaultPolicy) =>
    score({ base_amount: 1 }, ruleset(...rules), policy, options).disposition;
  const all = [on('tag', 'T'), on('manual_review', 'V'), on('reject', 'R'), on('reject', 'R2'), on('accept', 'A')];

  it.each([
    [
      'allow list first',
      all,
      lists('watch', 'block', 'allow'),
      { action: 'accept', reason: 'list', rule_label: 'allow entry' },
    ],
    ['then block list', all, lists('watch', 'block'), { action: 'reject', reason: 'list', rule_label: 'block entry' }],
    ['then accept', all, lists('watch'), { action: 'accept', reason: 'custom_rule', rule_label: 'A' }],
    ['then the first reject', all.slice(0, 4), {}, { action: 'reject', reason: 'custom_rule', rule_label: 'R' }],
    [
      'then review',
      all.slice(0, 2),
      lists('watch'),
      { action: 'manual_review', reason: 'custom_rule', rule_label: 'V' },
    ],
    [
      'then watch list',
      all.slice(0, 1),
      lists('watch'),
      { action: 'manual_review', reason: 'list', rule_label: 'watch entry' },
    ],
    ['then nothing', all.slice(0, 1), {}, { action: 'accept', reason: 'default' }],
  ] as const)('%s', (_, rules, options, expected) => {
    expect(decide([...rules], options)).toEqual(expected);
  });

  it('falls to the thresholds last, and says so when velocity was away', () => {
    const review = { ...risky, thresholds: { ...risky.thresholds, reject: 50 } };
    expect(decide([], {}, risky)).toEqual({ action: 'reject', reason: 'policy' });
    expect(decide([], {}, review)).toEqual({ action: 'manual_review', reason: 'policy' });
    expect(decide([], { degraded: true }, risky)).toEqual({ action: 'reject', reason: 'degraded' });
    expect(decide([], { degraded: true })).toEqual({ action: 'accept', reason: 'degraded' });
    expect(decide([on('accept', 'A')], { degraded: true }).reason).toBe('custom_rule');
  });

  it('of a late pledge is never reject, whoever said it', () => {
    const late = { isLate: true };
    expect(decide([], late, risky)).toEqual({ action: 'manual_review', reason: 'policy' });
    expect(decide([on('reject', 'R')], late)).toEqual({
      action: 'manual_review',
      reason: 'custom_rule',
      rule_label: 'R',
    });
    expect(decide([], { ...late, ...lists('block') }).action).toBe('manual_review');
    expect(decide([], late)).toEqual({ action: 'accept', reason: 'default' });
  });

  it.each([
    [{ elevated: 1, highest: 50, review: 60, reject: 70 }, 'normal'],
    [{ elevated: 0.3, highest: 50, review: 60, reject: 70 }, 'elevated'],
    [{ elevated: 0.1, highest: 0.29, review: 60, reject: 70 }, 'highest'],
  ])('has a level beside it: %j is %s at 0.3', (thresholds, level) => {
    const near = { ...thresholds, elevated: thresholds.elevated === 0.3 ? 0.2999 : thresholds.elevated };
    expect(score({}, emptyRuleset, { version: 1, thresholds: near }).risk_level).toBe(level);
  });

  it('comes with every rule that fired and what else to do', () => {
    const answer = score({ base_amount: 1 }, ruleset(...all, on('request_3ds', 'S')), defaultPolicy);
    expect(answer.fired).toEqual(['T', 'V', 'R', 'R2', 'A', 'S']);
    expect(answer.actions).toEqual([
      { type: 'tag', rule_label: 'T', value: 'look' },
      { type: 'request_3ds', rule_label: 'S' },
    ]);
    expect(score({}, ruleset(...all), defaultPolicy).unknown).toEqual(['T', 'V', 'R', 'R2', 'A']);
  });
});
