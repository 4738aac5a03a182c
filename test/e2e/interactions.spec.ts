import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { InteractionScanView, NewExperiment } from '#libs/contracts';
import { ExperimentService } from '#libs/experimentation';
import { resultsService, type ResultsService } from '../support/results-service.js';

/** 4,000 visitors meet three experiments, split across one another; who has both treatments of two pledges far more. */
const exposed = (experiment: string, treated: string) => `
  INSERT INTO exposure
  SELECT '${experiment}', CASE WHEN ${treated} THEN 'treatment' ELSE 'control' END, 'v' || n, 'visitor',
    TIMESTAMP '2026-01-02 06:00:00', TRUE, 1, n
  FROM range(4000) AS unit (n)`;
const company = [
  exposed('first', 'n % 2 = 1'),
  exposed('second', '(n // 2) % 2 = 1'),
  exposed('apart', '(n // 4) % 2 = 1'),
  `INSERT INTO identity SELECT 'v' || n, 'b' || n, TIMESTAMP '2026-01-01', TRUE, 1, n FROM range(4000) AS unit (n)`,
  // 20 of 100 of everybody, and 40 of those with both treatments; who is which repeats every eight, the hundred after that.
  `INSERT INTO pledge
   SELECT 'p' || n, 'b' || n, 'j', 1000, 'USD', 1000, TIMESTAMP '2026-01-02 07:00:00', NULL, NULL, TRUE, 1, n
   FROM range(4000) AS unit (n)
   WHERE (n // 8) % 100 < CASE WHEN n % 4 = 3 THEN 40 ELSE 20 END`,
  `INSERT INTO event (identity, source, name, distinct_id, time, properties, live, log_transaction, log_position)
   VALUES ('1', 'app', 'Page View', 'v', TIMESTAMP '2026-01-31 12:00:00', '{}', TRUE, 1, 1)`,
];
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

describe('interactions of running experiments', () => {
  let service: ResultsService;
  const scan = async (): Promise<InteractionScanView> => {
    await service.ended(await service.post('/v1/interactions').expect(202));
    return (await service.get('/v1/interactions').expect(200)).body;
  };

  beforeAll(async () => {
    service = await resultsService(company);
    const experiments = service.app.get(ExperimentService, { strict: false });
    for (const key of ['first', 'second', 'apart', 'stopped'])
      await experiments.restore(definition(key), {
        startedAt: '2026-01-01T00:00:00Z',
        ...(key === 'stopped' ? { stoppedAt: '2026-01-20T00:00:00Z' } : {}),
      });
  });
  afterAll(() => service.close());

  it('are unknown before a scan, and none while nothing has been read', async () => {
    expect((await service.get('/v1/interactions').expect(200)).body).toMatchObject({ kind: 'no_scan' });
    expect(await scan()).toMatchObject({ kind: 'scan', pairs: [], left_out: [] });
  });

  it('are found where they were planted, from either side, and nowhere else', async () => {
    for (const key of ['first', 'second', 'apart'])
      await service.ended(await service.post(`/v1/experiments/${key}/refresh`).expect(202));
    const { pairs, text, method } = await scan();
    expect(method).toBe('benjamini_hochberg');
    expect(pairs).toHaveLength(6);
    const found = pairs.filter((one) => one.found);
    expect(found.map(({ first, second }) => [first, second].toSorted().join())).toEqual([
      'first,second',
      'first,second',
    ]);
    // (0.4 − 0.2) − (0.2 − 0.2).
    expect(found[0]?.contrasts[0]).toMatchObject({ estimate: expect.closeTo(0.2, 10) });
    expect(found[0]?.units).toBe(4_000);
    expect(text).toContain('2 of 6 comparisons');
    const { body: query } = await service.get(`/v1/queries/${found[0]?.query.hash}`).expect(200);
    expect(query.name).toBe('interaction/list_cells');
  });
});
