import { describe, expect, it } from '@jest/globals';
import { deriveFeatures } from './derive-features.js';
import type { FeatureInputs } from './feature-inputs.js';
import type { FeatureValues } from './feature.js';
import { defaultPolicy } from './policy.js';
import { priorEntries, priorScorecard } from './prior-scorecard.js';
import { emptyRuleset } from './ruleset.js';
import { scorecardModel } from './scorecard.js';
import { score } from './score.js';
import { velocityCatalogue } from './velocity-catalogue.js';

const day = 86_400_000;
const pledgedAt = Date.UTC(2026, 0, 31);

/** A first pledge of 25 dollars by a person at home, and nothing before it. */
const honest: FeatureInputs = {
  pledgedAt,
  baseAmount: 2_500,
  currency: 'USD',
  geo: { country: 'US', asn: 7922, isHosting: false, isAnonymous: false },
  email: 'jane.smith@gmail.com',
  name: 'Jane Smith',
  billingCountry: 'US',
  card: { country: 'US', cvvResult: 'Y', avsResult: 'Y' },
  signedUpAt: pledgedAt - day / 2,
  backerId: 'backer',
  creatorId: 'creator',
  creatorSignedUpAt: pledgedAt - 60 * day,
};
const quiet: FeatureValues = Object.fromEntries(
  velocityCatalogue.map(({ name, aggregate }) => [name, aggregate === 'seconds_since' ? undefined : 0]),
);

const answer = (inputs: Partial<FeatureInputs>, velocity: FeatureValues = {}) =>
  score(deriveFeatures({ ...honest, ...inputs }, { ...quiet, ...velocity }), emptyRuleset, defaultPolicy);
const riskOf = (inputs: Partial<FeatureInputs>, velocity: FeatureValues = {}): number =>
  answer(inputs, velocity).risk_score;

/** Only what card-payment data has: who, where, how much, when. */
const bare = (baseAmount: number, velocity: FeatureValues = {}): number =>
  score(deriveFeatures({ pledgedAt, baseAmount }, velocity), emptyRuleset, defaultPolicy).risk_score;

const stolenCard: Partial<FeatureInputs> = {
  baseAmount: 35_000,
  geo: { country: 'NL', asn: 9009, isHosting: true },
  card: { country: 'US' },
  signedUpAt: pledgedAt - 300_000,
  email: 'qx71h33@yopmail.com',
};

describe('the prior scorecard', () => {
  it('says that it is one', () => {
    expect(priorScorecard.version).toMatch(/^prior-/);
  });

  it.each([
    ['a first pledge', {}, {}],
    ['a loyal backer', { signedUpAt: pledgedAt - 900 * day }, { backer_pledges_30d: 4, backer_amount_30d: 9_000 }],
    ['a generous one', { baseAmount: 60_000, signedUpAt: pledgedAt - 100 * day }, {}],
    ['a traveller', { geo: { country: 'FR', isHosting: false } }, {}],
    ['a shared household', {}, { ip_backers_24h: 3, ip_cards_24h: 3, device_backers_7d: 2, ip_pledges_24h: 6 }],
    ['a campus or a carrier', {}, { ip_backers_24h: 5, ip_cards_24h: 5, ip_pledges_1h: 6 }],
    ['a popular project', {}, { project_pledges_24h: 4_000, project_pledges_30d: 20_000, project_frauds_30d: 20 }],
    ['a pledge raised twice', {}, { card_pledges_1h: 2, backer_pledges_24h: 2, backer_seconds_since_pledge: 60 }],
  ])('leaves %s far below review', (_, inputs, velocity) => {
    expect(riskOf(inputs, velocity)).toBeLessThan(defaultPolicy.thresholds.review / 2);
    expect(answer(inputs, velocity).disposition).toEqual({ action: 'accept', reason: 'default' });
  });

  it.each([
    [
      'one card tried again and again',
      { baseAmount: 100 },
      { card_pledges_1h: 12, card_pledges_24h: 12, card_declines_24h: 4 },
    ],
    ['many cards on one device', { baseAmount: 100 }, { device_cards_24h: 9, device_pledges_24h: 12, ip_cards_24h: 9 }],
    [
      'many cards from one address, devices forged',
      { baseAmount: 100 },
      { ip_cards_24h: 35, ip_pledges_1h: 40, ip_backers_24h: 30, ip_network_cards_1h: 35 },
    ],
    ['a stolen card from a hosting network', stolenCard, {}],
    [
      'a ring of linked accounts backing one creator',
      { creatorSignedUpAt: pledgedAt - 3 * day },
      {
        device_backers_7d: 6,
        ip_backers_24h: 6,
        card_backers_7d: 2,
        project_ip_pledges_24h: 8,
        project_pledges_24h: 10,
      },
    ],
    [
      'a creator backing herself',
      { backerId: 'creator', signedUpAt: pledgedAt - 2 * day },
      { project_ip_pledges_24h: 4 },
    ],
    ['a card with known fraud', {}, { card_frauds_30d: 1, card_backers_7d: 2 }],
  ])('sends %s to review at least', (_, inputs, velocity) => {
    expect(riskOf(inputs, velocity)).toBeGreaterThanOrEqual(defaultPolicy.thresholds.review);
  });

  it('rejects what needs no second look', () => {
    const burst = { card_pledges_1h: 16, card_pledges_24h: 20, card_declines_24h: 8, device_cards_24h: 6 };
    expect(answer({ baseAmount: 100 }, burst).disposition).toEqual({ action: 'reject', reason: 'policy' });
  });

  it('gives each kind of fraud its reason', () => {
    const codes = answer(stolenCard).risk_score_reasons.flatMap(({ reasons }) => reasons.map(({ code }) => code));
    expect(codes).toEqual(
      expect.arrayContaining([
        'IP_HOSTING',
        'CARD_IP_COUNTRY',
        'BILLING_IP_COUNTRY',
        'ACCOUNT_AGE',
        'AMOUNT',
        'EMAIL_DISPOSABLE',
      ]),
    );
  });

  it('ranks fraud in payments of which only backer, project, amount and time are known', () => {
    const usual = { backer_pledges_30d: 40, backer_amount_30d: 40 * 5_000, backer_pledges_24h: 2 };
    const clean = { project_pledges_30d: 30, project_frauds_30d: 0 };
    const normal = bare(6_000, { ...usual, ...clean });
    expect(bare(23_000)).toBeGreaterThan(2 * bare(6_000));
    expect(bare(25_000, { ...usual, ...clean })).toBeGreaterThan(10 * normal);
    expect(bare(6_000, { ...usual, project_pledges_30d: 30, project_frauds_30d: 12 })).toBeGreaterThan(30 * normal);
    expect(bare(6_000, { ...usual, project_pledges_30d: 30, project_frauds_30d: 2 })).toBeGreaterThan(3 * normal);
  });

  it('never likes more of a bad sign better', () => {
    for (const entry of priorEntries) {
      if (!('bins' in entry)) continue;
      const contributions = entry.bins.map(({ contribution }) => contribution);
      const froms = entry.bins.map(({ from }) => from);
      expect(froms).toEqual(froms.toSorted((left, right) => left - right));
      const rising = contributions.toSorted((left, right) => left - right);
      const isGoodSign = /age|likeness|seconds_since/.test(entry.feature);
      expect(contributions).toEqual(isGoodSign ? rising.toReversed() : rising);
    }
  });

  it('has codes of its own for every feature', () => {
    const codes = priorEntries.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
  });
});

describe('scorecardModel', () => {
  it('refuses features that do not exist, repeat or have another type', () => {
    const bins = [{ from: 0, contribution: 1, reason: '' }];
    expect(() => scorecardModel('x', 0, [{ feature: 'nonsense', code: 'A', bins }])).toThrow('nonsense');
    expect(() => scorecardModel('x', 0, [{ feature: 'ip_is_tor', code: 'A', bins }])).toThrow('ip_is_tor');
    const entry = { feature: 'base_amount', code: 'A', bins };
    expect(() => scorecardModel('x', 0, [entry, entry])).toThrow('base_amount');
  });

  it('takes the bin that a value has reached, and none below the first', () => {
    const bins = [
      { from: 10, contribution: 1, reason: '{value} seen' },
      { from: 20, contribution: 2, reason: '{value} seen' },
    ];
    const model = scorecardModel('x', 0, [{ feature: 'card_pledges_1h', code: 'A', bins }]);
    const contributionAt = (value: number) => model.terms({ card_pledges_1h: value }, String)[0]?.contribution;
    expect([9.99, 10, 19, 20, 1e9].map(contributionAt)).toEqual([undefined, 1, 1, 2, 2]);
    expect(model.terms({ card_pledges_1h: 20 }, String)[0]?.reason).toEqual({
      code: 'A',
      reason: '20 seen',
      value: 20,
    });
    expect(model.terms({ card_pledges_1h: 'x' }, String)).toEqual([]);
  });

  it('writes amounts as it is told to, in every reason that names one', () => {
    const money = (minorUnits: number): string => `$${minorUnits / 100}`;
    const amounts = ['base_amount', 'card_amount_24h', 'backer_amount_24h'];
    const reasons = amounts.flatMap((feature) => priorScorecard.terms({ [feature]: 500_000 }, money));
    expect(reasons.map(({ reason }) => reason.reason)).toEqual([
      'Very high amount ($5000)',
      'Very much money with this card within a day ($5000)',
      'This backer pledged very much within a day ($5000)',
    ]);
  });
});
