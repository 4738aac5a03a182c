import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Assessment, ScoreRequest } from '#libs/contracts';
import type { FeatureDistributions } from '#libs/scoring';
import { ConfigurationService, DistributionHandler, distributionSchedule, ScoringService } from '#libs/trust';
import { pledgeBody, riskTest, type RiskTest } from '../support/risk.js';
import { until } from '../support/until.js';

const day = 86_400_000;

describe('the distribution of features', () => {
  let test: RiskTest;
  let now = Date.now();
  const clock = { now: () => now };
  beforeAll(async () => {
    test = await riskTest();
  });
  afterAll(() => test.close());

  const sql = async (text: string, ...values: unknown[]) =>
    (await test.database.database.pool.query(text, values)).rows;
  const handler = () => new DistributionHandler(test.database.database, clock);
  const due = () => distributionSchedule(test.database.database, clock).payloads();
  const score = (amount: number, live = true): Promise<Assessment> =>
    test.service.app
      .get(ScoringService, { strict: false })
      .score(pledgeBody({ pledge: { amount } }) as ScoreRequest, live);
  const latest = async (): Promise<{ pledges: number; seed: number; features: FeatureDistributions }> =>
    (await sql('SELECT pledges, seed, features FROM feature_distribution ORDER BY version DESC'))[0];
  const held = () => test.service.app.get(ConfigurationService, { strict: false }).current().distributions?.version;
  const amountOf = ({ risk_score_reasons }: Assessment) =>
    risk_score_reasons.flatMap(({ reasons }) => reasons).find(({ code }) => code === 'AMOUNT');

  it('is not there, nor due, before there are pledges enough; reasons have no percentile until then', async () => {
    for (let amount = 1; amount <= 99; amount++) await score(amount * 1_000);
    await score(1, false);
    now = Date.now() + 1_000;
    expect(await due()).toEqual([]);
    expect(await handler().run()).toEqual({ version: null, pledges: 99 });
    const answer = await score(100_000);
    expect(answer.versions).toMatchObject({ distribution: null });
    expect(amountOf(answer)).toMatchObject({ value: 100_000, percentile: null });
  });

  it('is computed from live pledges of the last 30 days whose value is known, and reaches every answer', async () => {
    // As if they had been made by a test key, long ago, without an amount, or had been revised.
    await score(900_000, false);
    await sql("UPDATE assessment SET occurred_at = occurred_at - INTERVAL '31 days' WHERE base_amount = 1000");
    await sql("UPDATE assessment SET features = features - 'base_amount' WHERE base_amount = 2000");
    for (let amount = 101; amount <= 110; amount++) await score(amount * 1_000);
    const body = pledgeBody({ pledge: { amount: 950_000 } }) as ScoreRequest;
    const service = test.service.app.get(ScoringService, { strict: false });
    await service.score(body, true);
    await service.score({ ...body, pledge: { ...body.pledge, amount: 3_000 } }, true);

    now = Date.now() + 1_000;
    expect(await due()).toEqual([{ payload: {}, deduplicationKey: 'all' }]);
    expect(await handler().run()).toEqual({ version: 1, pledges: 110 });
    const { features, seed } = await latest();
    const values = Array.from({ length: 108 }, (_, index) => (index + 3) * 1_000);
    expect(features['base_amount']).toMatchObject({ known: 109, values });
    // The second revision of a pledge counts the first.
    expect(features['card_pledges_1h']).toEqual({ known: 110, values: [0, 1], below: [0, 109], up_to: [109, 110] });
    expect(seed).toBe(Math.floor(now / day));
    expect(Object.keys(features)).not.toContain('ip_country');

    await until(async () => held() === 1);
    const answer = await score(100_000);
    expect(answer.versions).toMatchObject({ distribution: 1 });
    // Below it: 3,000 twice, and 97 more up to 99,000.
    expect(amountOf(answer)).toMatchObject({ value: 100_000, percentile: Math.round(1e4 * (98 / 109)) / 100 });
    expect(amountOf(await score(5_000_000))).toMatchObject({ percentile: 100 });
    const facts = answer.risk_score_reasons.flatMap(({ reasons }) => reasons);
    for (const { value, percentile } of facts) expect(percentile === null).toBe(typeof value !== 'number');
  });

  it('is due again after a day, as another version; what was is kept', async () => {
    expect(await due()).toEqual([]);
    now += day + 1;
    expect(await due()).toHaveLength(1);
    expect(await handler().run()).toMatchObject({ version: 2 });
    const versions = await sql('SELECT version FROM feature_distribution ORDER BY version');
    expect(versions).toEqual([{ version: 1 }, { version: 2 }]);
    await expect(sql('DELETE FROM feature_distribution')).rejects.toThrow();
    await expect(sql('UPDATE feature_distribution SET seed = 1')).rejects.toThrow();
  });

  it('draws from more pledges than it looks at, by its seed: the same again for the same day', async () => {
    const parameters = (seed: number) => ({
      from_time: new Date(now - 30 * day),
      until_time: new Date(now),
      seed,
      row_limit: 20,
    });
    const drawn = async (seed: number): Promise<string[]> => {
      const rows = await test.database.database.query('feature_distribution/sample_features', parameters(seed));
      return rows.map((row) => JSON.stringify(row)).toSorted();
    };
    const first = await drawn(1);
    expect(first).toHaveLength(20);
    expect(await drawn(1)).toEqual(first);
    expect(await drawn(2)).not.toEqual(first);
  });
});
