import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import type { LookComparison, LookView, NewExperiment, Readout } from '#libs/contracts';
import { ExperimentService } from '#libs/experimentation';
import { resultsService, type ResultsService } from '../support/results-service.js';

/** 100 visitors of each variant a day for 28 days; of the treatment 13 % pledge on the same day, of the control 10 %. */
const company = (experiment: string) => `
  INSERT INTO exposure
  SELECT '${experiment}', CASE WHEN n % 2 = 0 THEN 'control' ELSE 'treatment' END, '${experiment}-' || n, 'visitor',
    TIMESTAMP '2026-01-01 06:00:00' + INTERVAL 1 DAY * (n // 200), TRUE, 1, n
  FROM range(5600) AS unit (n);
  INSERT INTO identity
  SELECT '${experiment}-' || n, '${experiment}-b' || n, TIMESTAMP '2026-01-01', TRUE, 1, n FROM range(5600) AS unit (n);
  INSERT INTO pledge
  SELECT '${experiment}-p' || n, '${experiment}-b' || n, 'j', 1000, 'USD', 1000,
    TIMESTAMP '2026-01-01 07:00:00' + INTERVAL 1 DAY * (n // 200), NULL, NULL, TRUE, 1, n
  FROM range(5600) AS unit (n) WHERE (n // 2) % 100 < CASE WHEN n % 2 = 0 THEN 10 ELSE 13 END;`;

const happened = (time: string, number: number) => `
  INSERT INTO event (identity, source, name, distinct_id, time, properties, live, log_transaction, log_position)
  VALUES ('${String(number).padStart(32, '0')}', 'app', 'Page View', 'v', TIMESTAMP '${time}', '{}', TRUE, 1, ${number});`;

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
  metrics: ['pledge_conversion', 'pledged_per_visitor'],
  plan: {
    metric: 'pledge_conversion',
    baseline: 0.1,
    minimum_effect: { kind: 'relative', value: 0.25 },
    power: 0.8,
    alpha: 0.05,
    procedure: 'group_sequential',
    spending: 'obrien_fleming',
    look_days: 7,
    days: 28,
    guardrails: [{ metric: 'pledged_per_visitor', margin: { kind: 'relative', value: 0.2 } }],
  },
});

describe('looks', () => {
  let service: ResultsService;
  const get = (path: string) => service.get(path);
  const post = (path: string, body?: object) => service.post(path, body);
  const ended = (answer: Response) => service.ended(answer);
  const refresh = async () => ended(await post('/v1/experiments/x/refresh').expect(202));
  const looks = async (): Promise<LookView[]> => (await get('/v1/experiments/x/looks').expect(200)).body;
  const restore = (body: NewExperiment, over: { enrolmentClosedAt?: string } = {}) =>
    service.app.get(ExperimentService, { strict: false }).restore(body, { startedAt: '2026-01-01T00:00:00Z', ...over });

  beforeAll(async () => {
    service = await resultsService([company('x'), happened('2026-01-24 12:00:00', 1)]);
    await restore(definition('x'), { enrolmentClosedAt: '2026-01-29T00:00:00Z' });
  });
  afterAll(() => service.close());

  it('are taken as of their days, late ones in order, each once', async () => {
    await refresh();
    await refresh();
    const taken = await looks();
    // In the first week nobody's window has closed; at the end of the second those of the first have.
    expect(taken.map(({ number, kind, data_through }) => [number, kind, data_through])).toEqual([
      [1, 'scheduled', '2026-01-15T00:00:00.000Z'],
      [2, 'scheduled', '2026-01-22T00:00:00.000Z'],
    ]);
    expect(taken[0]?.comparisons[0]).toMatchObject({
      variant: 'treatment',
      units: 1_400,
      fraction: expect.any(Number),
    });
  });

  it('stand in the readout, which between looks gives no verdict of its own', async () => {
    const { body }: { body: Readout } = await get('/v1/experiments/x/results').expect(200);
    expect(body.data_through).toBe('2026-01-24T12:00:00.001Z');
    expect(body.plan?.looks).toEqual(await looks());
    expect(body.plan?.next_look_at).toBe('2026-01-29T00:00:00.000Z');
    expect(body.metrics[0]).toMatchObject({ validity: 'see_looks' });
    expect(body.metrics[0]?.closed.effects[0]?.always_valid).toMatchObject({ method: 'confidence_sequence' });
  });

  it('can be declared with a reason, and spend like any other', async () => {
    const refused = await post('/v1/experiments/x/looks', { reason: ' ' }).expect(400);
    expect(refused.body.problems[0]).toMatchObject({ pointer: '/reason' });
    const last = (await looks()).at(-1);
    await ended(await post('/v1/experiments/x/looks', { reason: 'The board meets today.' }).expect(202));
    const declared = (await looks()).at(-1);
    expect(declared).toMatchObject({ number: 3, kind: 'declared', reason: 'The board meets today.' });
    expect(declared?.data_through).toBe('2026-01-24T00:00:00.000Z');
    expect(declared?.declared_by).toMatchObject({ name: expect.any(String) });
    const spent = (look: LookView | undefined) => (look?.comparisons[0] as LookComparison | undefined)?.spent ?? 0;
    expect(spent(last)).toBeGreaterThan(0);
    expect(spent(declared)).toBeGreaterThan(spent(last));
    const { plan: _, ...unplanned } = definition('unplanned');
    await restore(unplanned);
    await post('/v1/experiments/unplanned/looks', { reason: 'No plan.' }).expect(409);
    await post('/v1/experiments/nothing/looks', { reason: 'Nothing.' }).expect(404);
  });

  it('never change, whatever arrives later, and come out the same when they are computed again', async () => {
    const before = await get('/v1/experiments/x/looks/2').expect(200);
    await service.run(`UPDATE pledge SET base_amount = 5000 WHERE pledge_id LIKE 'x-p1%';`);
    // Fraud may come to light for 120 days: so long windows are open.
    await service.run(happened('2026-06-06 00:00:00', 2));
    await refresh();
    expect((await get('/v1/experiments/x/looks/2').expect(200)).body).toEqual(before.body);
    const taken = await looks();
    expect(taken.at(-1)).toMatchObject({ kind: 'final', data_through: '2026-06-05T00:00:00.000Z' });
    for (const { number } of taken) {
      const again = await get(`/v1/experiments/x/looks/${number}/rerun`).expect(200);
      expect(again.body).toMatchObject({ number, identical: true, differences: [] });
      expect(again.body.look).toEqual(taken[number - 1]);
    }
    await get('/v1/experiments/x/looks/99').expect(404);
    await get('/v1/experiments/x/looks/none').expect(400);
  });

  it('end with what the rule says, and with what changed between two of them', async () => {
    const { body }: { body: Readout } = await get('/v1/experiments/x/results').expect(200);
    expect(body.plan).toMatchObject({
      next_look_at: null,
      decision: { kind: 'ship', variant: 'treatment', why: expect.stringContaining('within the margin') },
    });
    // What comes later changes the final readout no more.
    expect(body.frozen_at).toBe((await looks()).at(-1)?.taken_at);
    await service.run(`UPDATE pledge SET base_amount = 9000 WHERE pledge_id LIKE 'x-p2%';`);
    await service.run(happened('2026-06-08 00:00:00', 3));
    await refresh();
    expect((await get('/v1/experiments/x/results').expect(200)).body).toEqual(body);
    expect(body.metrics[0]?.verdicts).toEqual([{ variant: 'treatment', verdict: 'better' }]);
    const { body: difference } = await get('/v1/experiments/x/looks/2/changes?with=1').expect(200);
    expect(difference).toMatchObject({ before: 1, after: 2 });
    const pointers = difference.changes.map(({ pointer }: { pointer: string }) => pointer);
    expect(pointers).toContain('/comparisons/treatment/statistic');
    expect(pointers).toContain('/data_through');
    await get('/v1/experiments/x/looks/2/changes').expect(400);
    const late = await post('/v1/experiments/x/looks', { reason: 'Once more.' }).expect(409);
    expect(late.body.detail).toContain('has had its final look');
  });
});
