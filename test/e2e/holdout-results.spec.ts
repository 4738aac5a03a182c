import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { HoldoutReadout, NewExperiment } from '#libs/contracts';
import { ExperimentRepository, ExperimentService } from '#libs/experimentation';
import { resultsService, type ResultsService } from '../support/results-service.js';

/** 2,000 visitors of one day: 200 held out, of whom 20 pledge; of the 1,800 others 216. */
const exposed = `
  INSERT INTO exposure
  SELECT 'quarter', CASE WHEN n < 200 THEN 'held_out' ELSE 'in' END, 'v' || n, 'visitor',
    TIMESTAMP '2026-01-02 06:00:00', TRUE, 1, n
  FROM range(2000) AS unit (n);
  INSERT INTO exposure
  SELECT 'same', CASE WHEN n % 2 = 0 THEN 'control' ELSE 'treatment' END, 'v' || n, 'visitor',
    TIMESTAMP '2026-01-02 06:00:00', TRUE, 1, n
  FROM range(2000) AS unit (n);
  INSERT INTO identity SELECT 'v' || n, 'b' || n, TIMESTAMP '2026-01-01', TRUE, 1, n FROM range(2000) AS unit (n);
  INSERT INTO pledge
  SELECT 'p' || n, 'b' || n, 'j', 1000, 'USD', 1000, TIMESTAMP '2026-01-02 07:00:00', NULL, NULL, TRUE, 1, n
  FROM range(2000) AS unit (n) WHERE n < 20 OR (n >= 200 AND n < 416);
  INSERT INTO event (identity, source, name, distinct_id, time, properties, live, log_transaction, log_position)
  VALUES ('1', 'app', 'Page View', 'v', TIMESTAMP '2026-01-31 12:00:00', '{}', TRUE, 1, 1);`;

const definition: NewExperiment = {
  key: 'same',
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

describe('the readout of a holdout over HTTP', () => {
  let service: ResultsService;

  beforeAll(async () => {
    service = await resultsService([exposed]);
  });
  afterAll(() => service.close());

  it('has what is in it before anything is read, and then what all of it did together', async () => {
    const holdout = { description: 'The quarter.', unit: 'visitor', share: 0.1 };
    await service.put('/v1/holdouts/quarter', holdout).expect(200);
    await service.post('/v1/holdouts/quarter/start').expect(200);
    // As if it had started when the exposures came.
    const experiments = service.app.get(ExperimentRepository, { strict: false });
    const holdoutNow = await experiments.find('quarter');
    if (holdoutNow === undefined) throw new Error('No holdout.');
    const early = { ...holdoutNow, version: holdoutNow.version + 1, startedAt: new Date('2026-01-01T00:00:00Z') };
    await service.database.transaction((transaction) => experiments.update(early, transaction));
    const { body: empty }: { body: HoldoutReadout } = await service.get('/v1/holdouts/quarter/results').expect(200);
    expect(empty).toMatchObject({ members: [], effects: [], readout: { status: 'no_results_yet' } });
    const restored = { startedAt: '2026-01-01T12:00:00Z', stoppedAt: '2026-01-10T00:00:00Z' };
    await service.app.get(ExperimentService, { strict: false }).restore(definition, restored);
    await service.post('/v1/experiments/same/decide', { variant: 'treatment' }).expect(200);
    for (const key of ['quarter', 'same'])
      await service.ended(await service.post(`/v1/experiments/${key}/refresh`).expect(202));
    const { body }: { body: HoldoutReadout } = await service.get('/v1/holdouts/quarter/results').expect(200);
    expect(body).toMatchObject({ holdout: 'quarter', broken: null, readout: { status: 'results' } });
    const [effect] = body.effects;
    expect(effect).toMatchObject({ metric: 'pledge_conversion', units: { held_out: 200, in: 1_800 } });
    // 12 % of those who have it, 10 % of those who do not.
    expect(effect?.relative).toMatchObject({ kind: 'estimate', estimate: expect.closeTo(0.2, 10) });
    expect(body.members).toMatchObject([{ experiment: 'same', state: 'decided', shipped: 'treatment' }]);
    // Of both its variants the same share pledges.
    expect(effect?.promised).toMatchObject({ kind: 'promised', experiments: ['same'], lift: 0 });
  });

  it('is of holdouts alone', async () => {
    await service.get('/v1/holdouts/nothing/results').expect(404);
  });
});
