import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NewExperiment, RefreshForecast } from '#libs/contracts';
import { EXPERIMENT_REFRESH_SCHEDULE, ExperimentService } from '#libs/experimentation';
import type { Schedule } from '#libs/queue';
import { resultsService, type ResultsService } from '../support/results-service.js';

const exposed = `
  INSERT INTO exposure
  SELECT 'x', CASE WHEN n % 2 = 0 THEN 'control' ELSE 'treatment' END, 'v' || n, 'visitor',
    TIMESTAMP '2026-01-01 06:00:00', TRUE, 1, n
  FROM range(2000) AS unit (n);
  INSERT INTO event (identity, source, name, distinct_id, time, properties, live, log_transaction, log_position)
  VALUES ('1', 'app', 'Page View', 'v', TIMESTAMP '2026-01-03 12:00:00', '{}', TRUE, 1, 1);`;
const definition: NewExperiment = {
  key: 'x',
  hypothesis: 'It helps.',
  unit: 'visitor',
  variants: [
    { key: 'control', weight: 0.5 },
    { key: 'treatment', weight: 0.5 },
  ],
  baseline: 'control',
  coverage: 1,
  metrics: ['pledge_conversion'],
};

describe('the budget of a refresh', () => {
  let service: ResultsService;
  const forecast = async (): Promise<RefreshForecast> =>
    (await service.get('/v1/experiments/x/refresh').expect(200)).body;
  const due = async (): Promise<number> =>
    (await service.app.get<Schedule>(EXPERIMENT_REFRESH_SCHEDULE, { strict: false }).payloads()).length;

  beforeAll(async () => {
    service = await resultsService([exposed], { REFRESH_BUDGET_ROWS: '100' });
    const experiments = service.app.get(ExperimentService, { strict: false });
    await experiments.restore(definition, { startedAt: '2026-01-01T00:00:00Z' });
  });
  afterAll(() => service.close());

  it('lets the first one through, of which nobody knows what it takes', async () => {
    expect(await forecast()).toMatchObject({ last: null, predicted: null, within_budget: true });
    expect(await due()).toBe(1);
    await service.ended(await service.post('/v1/experiments/x/refresh').expect(202));
  });

  it('says what the next one takes, and refuses it beyond the budget, unless somebody insists', async () => {
    const { last, predicted, budget, within_budget, text } = await forecast();
    // 2,000 units and what is said of them, at least.
    expect(last).toMatchObject({ read: 'whole' });
    expect(last?.rows).toBeGreaterThanOrEqual(2_000);
    expect(last?.seconds).toBeGreaterThanOrEqual(0);
    expect(predicted?.rows).toBeGreaterThan(100);
    expect(budget).toEqual({ rows: 100, seconds: null });
    expect(within_budget).toBe(false);
    const refused = await service.post('/v1/experiments/x/refresh').expect(409);
    expect(refused.body.detail).toContain(text);
    expect(refused.body.detail).toContain('100 rows (REFRESH_BUDGET_ROWS)');
    expect(await due()).toBe(0);
    await service.ended(await service.post('/v1/experiments/x/refresh?beyond_budget=true').expect(202));
  });

  it('goes by what the last one took that went on: nothing had changed', async () => {
    const { last, within_budget } = await forecast();
    expect(last).toMatchObject({ read: 'changed' });
    expect(last?.rows).toBeLessThanOrEqual(100);
    expect(within_budget).toBe(true);
    expect(await due()).toBe(1);
  });

  it('refuses what it does not know', async () => {
    await service.get('/v1/experiments/nothing/refresh').expect(404);
    const refused = await service.post('/v1/experiments/x/refresh?beyond_budget=maybe').expect(400);
    expect(refused.body.problems[0]).toMatchObject({ pointer: '?beyond_budget' });
  });
});
