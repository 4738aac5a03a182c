import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BreakdownView, Readout } from '#libs/contracts';
import { EXPERIMENT_REFRESH_SCHEDULE, ExperimentService } from '#libs/experimentation';
import type { Schedule } from '#libs/queue';
import { handMadeRows, insertion } from '../support/hand-made-warehouse.js';
import { resultsService, type ResultsService } from '../support/results-service.js';

const definition = {
  key: 'x',
  hypothesis: 'It helps.',
  unit: 'visitor' as const,
  variants: [
    { key: 'control', weight: 0.5 },
    { key: 'treatment', weight: 0.5 },
  ],
  baseline: 'control',
  coverage: 1,
  metrics: ['pledge_conversion' as const, 'pledged_per_visitor' as const],
};

describe('results over HTTP', () => {
  let service: ResultsService;
  const get = (path: string) => service.get(path);
  const post = (path: string, body?: object) => service.post(path, body);

  beforeAll(async () => {
    service = await resultsService(handMadeRows.map(insertion));
  });
  afterAll(() => service.close());

  it('teach what to do before there are any', async () => {
    await post('/v1/experiments', definition).expect(201);
    const draft = await get('/v1/experiments/x/results').expect(200);
    expect(draft.body).toMatchObject({ status: 'no_results_yet', state: 'draft' });
    expect(draft.body.next_step).toContain('POST /v1/experiments/x/start');
    const given = await post('/v1/experiments/x/refresh')
      .send({ zzz: [1] })
      .expect(400);
    expect(given.body.problems).toEqual([{ pointer: '/zzz', rule: 'unknown_field', detail: 'no such field here' }]);
    await post('/v1/experiments/x/refresh').expect(409);
    await get('/v1/experiments/nothing/results').expect(404);
    await post('/v1/experiments/nothing/refresh').expect(404);
  });

  it('come from a refresh that is a job, and name the SQL behind each number', async () => {
    const past = { startedAt: '2026-01-01T00:00:00Z', enrolmentClosedAt: '2026-02-01T00:00:00Z' };
    // The rows are of the experiment x, which is a draft here.
    await service.app.get(ExperimentService, { strict: false }).restore({ ...definition, key: 'y' }, past);
    const waiting = await get('/v1/experiments/y/results').expect(200);
    expect(waiting.body.next_step).toContain('POST /v1/experiments/y/refresh');
    const refresh = await post('/v1/experiments/y/refresh').expect(202);
    await service.ended(refresh);
    const job = await get(`/v1/jobs/${refresh.body.job_id}`).expect(200);
    expect(job.body.result).toMatchObject({ units: 1, data_through: '2026-03-20T00:00:00.000Z' });

    const answer = await get('/v1/experiments/y/results').expect(200);
    const readout: Readout = answer.body;
    expect(readout).toMatchObject({ status: 'results', experiment: 'y', units: { total: 1 } });
    const readings = ['all', 'normal_risk', 'net_of_fraud'];
    expect(readout.metrics.map(({ metric, reading }) => `${metric.key} ${reading}`)).toEqual(
      definition.metrics.flatMap((key) => readings.map((reading) => `${key} ${reading}`)),
    );
    expect(readout.metrics[0]).toMatchObject({ metric: { version: 1 }, facts: { pledge: 1 }, added_at: null });
    const table = await get('/v1/experiments/y/results?format=csv')
      .expect(200)
      .expect('content-type', /^text\/csv/);
    const [head = '', ...lines] = table.text.trimEnd().split('\r\n');
    expect(head).toMatch(/^experiment,data_through,metric,version,reading,primary,variant,baseline,units,mean,/);
    // A row a variant of each reading of each metric, the numbers those of the readout.
    expect(lines).toHaveLength(readout.metrics.reduce((sum, { closed }) => sum + closed.variants.length, 0));
    const cells = lines[0]?.split(',') ?? [];
    const names = head.split(',');
    const first = readout.metrics[0]!;
    expect(Object.fromEntries(names.map((name, index) => [name, cells[index]]))).toMatchObject({
      experiment: 'y',
      metric: first.metric.key,
      variant: first.closed.variants[0]!.variant,
      units: String(first.closed.variants[0]!.units),
      query: first.query.hash,
    });
    expect((await get('/v1/experiments/x/results?format=csv').expect(200)).text).toBe(`${head}\r\n`);
    await get('/v1/experiments/y/results?format=xml').expect(400);
    const query = await get(`/v1/queries/${readout.metrics[0]?.query.hash}`).expect(200);
    expect(query.body).toMatchObject({ name: 'aggregate', first_used_at: readout.refreshed_at });
    expect(query.body.text).toContain('FROM exposure');
    await get(`/v1/queries/${'0'.repeat(64)}`).expect(404);
    await get('/v1/queries/short').expect(400);
  });

  it('are told apart by what was known of units, by a job too', async () => {
    const path = '/v1/experiments/y/breakdowns';
    const refused: readonly (readonly [object, string, string])[] = [
      [{ fact: 'pledge', column: 'nothing' }, '/column', 'column'],
      [{ fact: 'pledge', column: 'backer_id' }, '/column', 'column'],
      [{ fact: 'pledge', column: 'time' }, '/column', 'type'],
      [{ fact: 'nothing', column: 'risk_level' }, '/fact', 'fact'],
    ];
    for (const [body, pointer, rule] of refused) {
      const { body: problem } = await post(path, body).expect(400);
      expect(problem.problems).toMatchObject([{ pointer, rule }]);
    }
    await post(path, { fact: 'pledge' }).expect(400);
    await post('/v1/experiments/x/breakdowns', { fact: 'pledge', column: 'risk_level' }).expect(409);
    await post('/v1/experiments/nothing/breakdowns', { fact: 'pledge', column: 'risk_level' }).expect(404);
    await get(`${path}?correction=none`).expect(400);

    const asked = await post(path, { fact: 'pledge', column: 'risk_level' }).expect(202);
    await service.ended(asked);
    const { body: views } = await get(`${path}?correction=benjamini_hochberg`).expect(200);
    const [view] = views as BreakdownView[];
    expect(view).toMatchObject({ id: asked.body.breakdown_id, fact: 'pledge', fact_version: 1, error: null });
    // The one unit of y: t6, of whom nobody knew anything.
    expect(view?.answer).toMatchObject({ correction: 'benjamini_hochberg', alpha: 0.05, cells: 0, broken: null });
    expect(view?.answer?.metrics.map(({ metric }) => metric)).toEqual(definition.metrics);
    expect(view?.answer?.metrics[0]?.levels).toMatchObject([
      {
        kind: 'unknown',
        level: null,
        variants: [{ units: 0 }, { units: 1 }],
        effects: [{ kind: 'insufficient_data', why: 'too_few_units' }],
      },
    ]);
    const query = await get(`/v1/queries/${view?.answer?.query.hash}`).expect(200);
    expect(query.body).toMatchObject({ name: 'breakdown' });
  });

  it('are refreshed by the clock while they still change', async () => {
    const experiments = service.app.get(ExperimentService, { strict: false });
    const recent = new Date(Date.now() - 86_400_000).toISOString();
    await experiments.restore({ ...definition, key: 'running' }, { startedAt: recent });
    await experiments.restore({ ...definition, key: 'maturing' }, { startedAt: recent, stoppedAt: recent });
    const old = { startedAt: '2020-01-01T00:00:00Z', stoppedAt: '2020-02-01T00:00:00Z' };
    await experiments.restore({ ...definition, key: 'long_over' }, old);
    const schedule = service.app.get<Schedule>(EXPERIMENT_REFRESH_SCHEDULE, { strict: false });
    const payloads = await schedule.payloads();
    const keys = payloads.map(({ deduplicationKey }) => deduplicationKey);
    expect(keys).toEqual(expect.arrayContaining(['running', 'maturing']));
    expect(keys).not.toContain('long_over');
    expect(keys).not.toContain('x');
    expect(payloads[0]?.payload).toEqual({ experiment_key: keys[0] });
    expect(schedule).toMatchObject({ name: 'experiment_refresh', everyMinutes: service.config.refreshMinutes });
  });
});
