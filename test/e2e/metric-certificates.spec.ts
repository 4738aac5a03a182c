import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DesignHelp, JobView, MetricCertificateView, NewExperiment, ReadoutNote } from '#libs/contracts';
import { ExperimentService } from '#libs/experimentation';
import { resultsService, type ResultsService } from '../support/results-service.js';

/** 4,000 visitors over twenty days, of whom one in five pledges 10.00 the hour after; known until the 25th. */
const company = [
  `INSERT INTO event (identity, source, name, distinct_id, time, properties, live, log_transaction, log_position)
   SELECT 'e' || n, 'app', 'Page View', 'v' || n, TIMESTAMP '2026-01-05' + INTERVAL 1 DAY * (n % 20), '{}', TRUE, 1, n
   FROM range(4000) AS unit (n)`,
  `INSERT INTO identity SELECT 'v' || n, 'b' || n, TIMESTAMP '2026-01-01', TRUE, 1, n FROM range(4000) AS unit (n)`,
  `INSERT INTO pledge
   SELECT 'p' || n, 'b' || n, 'j', 1000, 'USD', 1000, TIMESTAMP '2026-01-05 01:00:00' + INTERVAL 1 DAY * (n % 20), NULL,
     NULL, TRUE, 1, n
   FROM range(4000) AS unit (n) WHERE (n // 20) % 5 = 0`,
  `INSERT INTO event (identity, source, name, distinct_id, time, properties, live, log_transaction, log_position)
   VALUES ('last', 'app', 'Page View', 'v1', TIMESTAMP '2026-01-25 12:00:00', '{}', TRUE, 1, 4000)`,
];
const path = '/v1/metrics/pledge_conversion';

interface MadeRow {
  readonly certificate: object;
  readonly made_at: Date;
}

describe('the A/A certificate of a metric, and the help with a design', () => {
  let service: ResultsService;
  const certificates = async (of = path): Promise<MetricCertificateView[]> =>
    (await service.get(`${of}/certificates`).expect(200)).body;

  beforeAll(async () => {
    service = await resultsService(company);
  });
  afterAll(() => service.close());

  it('says what to do while the past has not been read', async () => {
    expect(await certificates()).toEqual([]);
    const { body } = await service.get(`${path}/design?minimum_effect=0.1`).expect(200);
    expect(body).toMatchObject({ kind: 'no_history', metric: 'pledge_conversion', unit: 'visitor' });
    expect(body.next_step).toContain('POST /v1/metrics/pledge_conversion/certificates');
  });

  it('reads it once it is asked for: what was planted, and as few false alarms as the test claims', async () => {
    const asked = await service.post(`${path}/certificates`, { days: 14 }).expect(202);
    await service.ended(asked);
    const [found] = await certificates();
    expect(found).toMatchObject({ id: asked.body.job_id, version: 1, unit: 'visitor', days: 14 });
    expect(found?.began_at).toBe('2026-01-04T00:00:00.000Z');
    expect(found?.ended_at).toBe('2026-01-25T00:00:00.000Z');
    expect(found?.arrivals[0]).toEqual({ day: '2026-01-05', units: 200 });
    if (found?.baseline.kind !== 'baseline' || found.false_alarms.kind !== 'certificate') throw new Error('Nothing.');
    expect(found.baseline).toMatchObject({ units: 2_600, mean: 0.2 });
    expect(found.baseline.standard_deviation).toBeCloseTo(Math.sqrt((0.2 * 0.8 * 2_600) / 2_599), 10);
    const { above, below, rate, draws, interval, verdict } = found.false_alarms;
    expect(rate).toBe((above + below) / draws);
    expect(verdict).toBe('passed');
    expect(interval.lower).toBeLessThan(0.05);
    const { body: query } = await service.get(`/v1/queries/${found.query.hash}`).expect(200);
    expect(query).toMatchObject({ name: 'certificate', text: expect.stringContaining('FROM event') });
  });

  it('prefills a plan that an experiment takes, with the units, the days and what they find', async () => {
    const { body }: { body: DesignHelp } = await service
      .get(`${path}/design?minimum_effect=0.1&procedure=fixed`)
      .expect(200);
    if (body.units.kind !== 'planned_units' || body.duration.kind !== 'duration') throw new Error('Nothing.');
    expect(body.certificate.baseline).toMatchObject({ mean: 0.2 });
    // n = (z₀.₉₇₅ + z₀.₈)² (0.2 · 0.8 + 0.22 · 0.78) / 0.02² = 7.848880 · 0.3316 / 0.0004, rounded up.
    expect(body.units.variants[0]?.units).toBe(6_507);
    expect(body.plan).toMatchObject({ baseline: 0.2, minimum_effect: { kind: 'relative', value: 0.1 } });
    expect(body.detectable).toHaveLength(4);
    const made = await service
      .post('/v1/experiments', {
        key: 'designed',
        hypothesis: 'It helps.',
        unit: 'visitor',
        variants: [
          { key: 'control', weight: 0.5 },
          { key: 'treatment', weight: 0.5 },
        ],
        baseline: 'control',
        metrics: ['pledge_conversion'],
        plan: body.plan,
      })
      .expect(201);
    expect(made.body.plan.units.total).toBe(body.units.total);
  });

  it('is named in readouts once it has failed, and the metric has no verdict', async () => {
    await service.run(`INSERT INTO exposure
      SELECT 'x', CASE WHEN n % 2 = 0 THEN 'control' ELSE 'treatment' END, 'v' || n, 'visitor',
        TIMESTAMP '2026-01-06', TRUE, 2, n
      FROM range(4000) AS unit (n)`);
    const written = { hypothesis: 'It helps.', unit: 'visitor', baseline: 'control', metrics: ['pledge_conversion'] };
    const variants = ['control', 'treatment'].map((key) => ({ key, weight: 0.5 }));
    const restored = { startedAt: '2026-01-05T00:00:00Z' };
    const body = { key: 'x', ...written, variants, coverage: 1 } as NewExperiment;
    await service.app.get(ExperimentService, { strict: false }).restore(body, restored);
    await service.ended(await service.post('/v1/experiments/x/refresh').expect(202));
    const codes = async (): Promise<string[]> =>
      (await service.get('/v1/experiments/x/results').expect(200)).body.notes.map(({ code }: ReadoutNote) => code);
    expect(await codes()).not.toContain('certificate_failed');
    const latest = { metric_key: 'pledge_conversion', unit: null, row_limit: 1 };
    const [made] = await service.database.query<MadeRow>('metric_certificate/list_certificates', latest);
    if (made === undefined) throw new Error('Nothing.');
    const failed = { rate: 0.12, interval: { lower: 0.1, upper: 0.14 }, verdict: 'failed' };
    await service.database.query('metric_certificate/insert_certificate', {
      ...made,
      id: randomUUID(),
      arrivals: '[]',
      sums: null,
      certificate: JSON.stringify({ ...made.certificate, ...failed }),
      parameters: '{}',
      made_at: new Date(made.made_at.getTime() + 1),
    });
    const { body: readout } = await service.get('/v1/experiments/x/results').expect(200);
    const note = readout.notes.find(({ code }: ReadoutNote) => code === 'certificate_failed');
    expect(note.text).toContain('12 % look like an effect (10 % to 14 %');
    expect(readout.metrics[0].verdicts).toEqual([]);
  });

  it('is made by itself for a metric that is made or changed', async () => {
    const { body: fact } = await service.get('/v1/metrics/pledge_conversion').expect(200);
    const { numerator } = fact;
    const written = { key: 'own', name: 'Own', kind: 'proportion', numerator, act_days: 7 };
    await service.post('/v1/metrics', written).expect(201);
    const jobs = async (): Promise<JobView[]> => (await service.get('/v1/jobs?name=metric_certify')).body;
    const [made] = await jobs();
    expect(made?.payload).toEqual({ metric_key: 'own', version: 1, unit: 'visitor', days: 28 });
    await service.ended({ body: { job_id: made?.id } } as never);
    expect(await certificates('/v1/metrics/own')).toMatchObject([{ version: 1, false_alarms: { verdict: 'passed' } }]);
  });

  it('refuses what it cannot read or does not know, naming it', async () => {
    await service.get('/v1/metrics/nothing/design?minimum_effect=0.1').expect(404);
    await service.post('/v1/metrics/nothing/certificates', {}).expect(404);
    const days = await service.post(`${path}/certificates`, { days: 0 }).expect(400);
    expect(days.body.problems[0]).toMatchObject({ pointer: '/days' });
    const effect = await service.get(`${path}/design?minimum_effect=0`).expect(400);
    expect(effect.body.problems[0]).toMatchObject({ pointer: '?minimum_effect' });
    const missing = await service.get(`${path}/design`).expect(400);
    expect(missing.body.problems[0]).toMatchObject({ pointer: '?minimum_effect', rule: 'required' });
    const unit = await service.get(`${path}/design?minimum_effect=0.1&unit=house`).expect(400);
    expect(unit.body.problems[0]).toMatchObject({ pointer: '?unit' });
  });
});
