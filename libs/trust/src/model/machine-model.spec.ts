import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { categoricalBinning, defaultTraining, numericBinning, TableBuilder, train } from '#libs/boosting';
import { defaultPolicy, emptyRuleset, score, type FeatureValues } from '#libs/scoring';
import { machineModel, modelName, modelVersion } from './machine-model.js';

const numbers = numericBinning(
  Array.from({ length: 100 }, (_, at) => at),
  32,
);
const names = ['base_amount', 'card_declines_24h', 'backer_pledges_24h', 'ip_country'];

/** Large amounts with declines are frauds, from FR more often; counts of pledges matter next to nothing. */
function trained() {
  const features = names.map((name) => ({
    name,
    binning:
      name === 'ip_country'
        ? categoricalBinning(
            new Map([
              ['US', 2],
              ['FR', 1],
            ]),
            9,
          )
        : numbers,
  }));
  const builder = new TableBuilder(features, 4_000);
  for (let row = 0; row < 4_000; row++) {
    const [amount, declines, pledges] = [(row * 37) % 100, (row * 11) % 7, (row * 13) % 29];
    const country = row % 3 === 0 ? 'FR' : 'US';
    const isFraud = amount > 80 && declines > 3 ? row % 4 > 0 : country === 'FR' && (row * 7) % 10 === 0;
    builder.add((at) => [amount, declines, pledges, country][at], isFraud);
  }
  return train(builder.build(), { ...defaultTraining, bags: 2, rounds: 40 });
}

const model = machineModel({ version: 7, machine: trained() });
const features = fc.record(
  {
    base_amount: fc.double({ min: -10, max: 200, noNaN: true }),
    card_declines_24h: fc.integer({ min: 0, max: 9 }),
    backer_pledges_24h: fc.integer({ min: 0, max: 40 }),
    ip_country: fc.constantFrom('US', 'FR', 'DE'),
    email_is_free: fc.boolean(),
  },
  { requiredKeys: [] },
);
const answerOf = (known: object) => score(known as FeatureValues, emptyRuleset, defaultPolicy, { model });

describe('machineModel', () => {
  it('explains every pledge within 1e-9, whatever is known of it', () => {
    fc.assert(
      fc.property(features, (known) => {
        const { risk_score, risk_score_reasons } = answerOf(known);
        const sum = risk_score_reasons.reduce((total, { contribution }) => total + contribution, 0);
        const p = risk_score / 100;
        expect(Math.abs(sum - Math.log(p / (1 - p)))).toBeLessThan(1e-9);
      }),
    );
  });

  it('says what a term is of: the value, both of a pair, or how many small ones', () => {
    const { risk_score_reasons } = answerOf({ base_amount: 95, card_declines_24h: 6, ip_country: 'FR' });
    const reasons = risk_score_reasons.flatMap((one) => one.reasons);
    expect(reasons).toContainEqual({
      code: 'BASE_AMOUNT',
      reason: 'Amount of the pledge, minor units of the company currency: 95 minor units',
      value: 95,
    });
    expect(reasons.find(({ code }) => code === 'BASE_AMOUNT_WITH_CARD_DECLINES_24H')).toEqual({
      code: 'BASE_AMOUNT_WITH_CARD_DECLINES_24H',
      reason: expect.stringContaining('; together with: Declined'),
    });
    for (const {
      reasons: [reason],
      contribution,
    } of risk_score_reasons)
      if (!reason?.code.startsWith('SMALL_') && reason?.code !== 'CALIBRATION' && reason?.code !== 'CLIP')
        expect(Math.abs(contribution)).toBeGreaterThanOrEqual(0.02);
  });

  it('is named by its version, which nothing else is', () => {
    expect(model.version).toBe('model-7');
    expect(modelVersion(modelName(12))).toBe(12);
    for (const name of ['prior-2026-01', 'test', 'model-0', 'model-x', null, 7])
      expect(modelVersion(name)).toBe(undefined);
  });
});
