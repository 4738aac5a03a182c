import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { NewExperiment, Portfolio } from '#libs/contracts';
import { ExperimentService } from '#libs/experimentation';
import { Database, DATABASE } from '#libs/postgres';
import { resultsService, type ResultsService } from '../support/results-service.js';

/** 2,000 visitors of one day; of 100 of the control 20 pledge, of the treatment so many. */
const company = (experiment: string, treated: number) => `
  INSERT INTO exposure
  SELECT '${experiment}', CASE WHEN n % 2 = 0 THEN 'control' ELSE 'treatment' END, '${experiment}-' || n, 'visitor',
    TIMESTAMP '2026-01-01 06:00:00', TRUE, 1, n
  FROM range(2000) AS unit (n);
  INSERT INTO identity
  SELECT '${experiment}-' || n, '${experiment}-b' || n, TIMESTAMP '2026-01-01', TRUE, 1, n FROM range(2000) AS unit (n);
  INSERT INTO pledge
  SELECT '${experiment}-p' || n, '${experiment}-b' || n, 'j', 1000, 'USD', 1000,
    TIMESTAMP '2026-01-01 07:00:00', NULL, NULL, TRUE, 1, n
  FROM range(2000) AS unit (n) WHERE (n // 2) % 100 < CASE WHEN n % 2 = 0 THEN 20 ELSE ${treated} END;`;

const happened = `
  INSERT INTO event (identity, source, name, distinct_id, time, properties, live, log_transaction, log_position)
  VALUES ('1', 'app', 'Page View', 'v', TIMESTAMP '2026-01-31 12:00:00', '{}', TRUE, 1, 1);`;

const definition = (key: string): NewExperiment => ({
  key,
  hypothesis: 'It helps.',
  unit: 'visitor',
  variants: [
    { key: 'control', weight: 0.5 },
    { key: 'treatment', weight: 0.5 },
  ],
  baseline: 'control',
  coverage: 1,
  metrics: ['pledge_conversion'],
});

describe('the portfolio of experiments', () => {
  let service: ResultsService;
  const planted = { worse: 18, same: 20, better: 26 };
  const portfolio = () => service.get('/v1/portfolio?metric=pledge_conversion');

  beforeAll(async () => {
    service = await resultsService([...Object.entries(planted).map(([key, share]) => company(key, share)), happened]);
    const experiments = service.app.get(ExperimentService, { strict: false });
    for (const key of [...Object.keys(planted), 'unread'])
      await experiments.restore(definition(key), { startedAt: '2026-01-01T00:00:00Z' });
  });
  afterAll(() => service.close());

  it('has nothing to say before three effects are read', async () => {
    expect((await portfolio().expect(200)).body).toMatchObject({ kind: 'insufficient_data', left_out: { length: 4 } });
  });

  it('has what was planted as it was measured, and nearer to the mean of all as it is believed', async () => {
    for (const key of Object.keys(planted))
      await service.ended(await service.post(`/v1/experiments/${key}/refresh`).expect(202));
    const { body }: { body: Portfolio } = await portfolio().expect(200);
    expect(body.effects.map(({ experiment }) => experiment)).toEqual(['better', 'same', 'worse']);
    for (const { experiment, measured, standard_error, believed, shrinkage, units } of body.effects) {
      const share = planted[experiment as keyof typeof planted] / 100;
      expect(units).toBe(2_000);
      expect(measured).toBeCloseTo(share / 0.2 - 1, 10);
      // v = p(1 − p)/(n − 1) of each side.
      const [treated, control] = [(share * (1 - share)) / 999, (0.2 * 0.8) / 999];
      expect(standard_error).toBeCloseTo(Math.sqrt(treated + (share / 0.2) ** 2 * control) / 0.2, 10);
      expect(Math.abs(believed - body.common.estimate)).toBeLessThan(Math.abs(measured - body.common.estimate));
      expect(shrinkage).toBeGreaterThan(0);
    }
    expect(body.left_out).toEqual([{ experiment: 'unread', why: 'The warehouse has not been read for it.' }]);
    // However many there are, each thing is asked for once.
    const database = service.app.get<Database>(DATABASE, { strict: false });
    const asks = jest.spyOn(database, 'query');
    const ones = jest.spyOn(database, 'maybeOne');
    expect((await portfolio().expect(200)).body).toEqual(body);
    const about = (name: string) => /^(experiment|metric|statistic)\//.test(name);
    expect(
      [...asks.mock.calls, ...ones.mock.calls]
        .map(([name]) => name)
        .filter(about)
        .toSorted(),
    ).toEqual([
      'experiment/list_experiments',
      'metric/list_pinned',
      'statistic/list_refreshes',
      'statistic/list_statistics',
      'statistic/list_unit_counts',
    ]);
    for (const spy of [asks, ones]) spy.mockRestore();
    // About other units there is none.
    const backers = await service.get('/v1/portfolio?metric=pledge_conversion&unit=backer').expect(200);
    expect(backers.body).toMatchObject({ kind: 'insufficient_data', left_out: [] });
  });

  it('refuses what it does not know, naming the parameter', async () => {
    const refused = await service.get('/v1/portfolio?metric=pledge_conversion&unit=house').expect(400);
    expect(refused.body.problems[0]).toMatchObject({ pointer: '?unit' });
    await service.get('/v1/portfolio').expect(400);
  });
});
