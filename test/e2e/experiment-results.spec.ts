import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Global, Module } from '@nestjs/common';
import request from 'supertest';
import { AccessModule } from '#libs/access';
import { JobsApiModule } from '#libs/analytics';
import { jobPayloads, roleScopes, type JobName, type Readout } from '#libs/contracts';
import {
  EXPERIMENT_REFRESH_SCHEDULE,
  ExperimentRefreshHandler,
  ExperimentRefreshModule,
  ExperimentService,
} from '#libs/experimentation';
import { QueueWorkerModule, type Schedule } from '#libs/queue';
import { WAREHOUSE } from '#libs/warehouse';
import { ExperimentModule } from '../../apps/experiment/src/experiment.module.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { handMadeRows, insertion } from '../support/hand-made-warehouse.js';
import { testRedisUrl } from '../support/redis.js';
import { testService, type TestService } from '../support/service.js';
import { until } from '../support/until.js';
import { duckDbAt } from '../support/warehouse.js';

const folder = mkdtempSync(join(tmpdir(), 'verdict-results-'));
const warehouse = duckDbAt(join(folder, 'w.duckdb'));

/** The jobs of others, which nobody asks for here. */
const others = (Object.keys(jobPayloads) as JobName[]).filter((name) => name !== 'experiment_refresh');

@Global()
@Module({
  providers: [
    { provide: WAREHOUSE, useValue: warehouse },
    ...others.map((name) => ({ provide: name, useValue: { name, run: () => Promise.resolve(null) } })),
  ],
  exports: [WAREHOUSE, ...others],
})
class WarehouseModule {}

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
  let database: TestDatabase;
  let service: TestService;
  let key: string;
  const get = (path: string) => request(service.app.getHttpServer()).get(path).set('x-api-key', key);
  const post = (path: string, body?: object) =>
    request(service.app.getHttpServer()).post(path).set('x-api-key', key).send(body);

  beforeAll(async () => {
    database = await testDatabase();
    await warehouse.open();
    const connection = await warehouse.connect();
    for (const row of handMadeRows) await connection.run(insertion(row));
    connection.disconnectSync();
    const worker = QueueWorkerModule.forRoot({
      imports: [WarehouseModule, ExperimentRefreshModule.forRoot(WAREHOUSE)],
      handlers: [ExperimentRefreshHandler, ...others],
      schedules: [EXPERIMENT_REFRESH_SCHEDULE],
    });
    service = await testService({
      modules: [AccessModule, JobsApiModule, ExperimentModule, worker],
      environment: { DATABASE_URL: database.url, REDIS_URL: await testRedisUrl() },
    });
    key = await service.key({ scopes: [...roleScopes.analyst] });
  });
  afterAll(async () => {
    await service.close();
    await warehouse.close();
    rmSync(folder, { recursive: true, force: true });
    await database.close();
  });

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
    const { body } = await post('/v1/experiments/y/refresh').expect(202);
    await until(async () => (await get(`/v1/jobs/${body.job_id}`)).body.state === 'done');
    const job = await get(`/v1/jobs/${body.job_id}`).expect(200);
    expect(job.body.result).toMatchObject({ units: 1, data_through: '2026-03-20T00:00:00.000Z' });

    const answer = await get('/v1/experiments/y/results').expect(200);
    const readout: Readout = answer.body;
    expect(readout).toMatchObject({ status: 'results', experiment: 'y', units: { total: 1 } });
    expect(readout.metrics.map(({ metric }) => metric.key)).toEqual(definition.metrics);
    const query = await get(`/v1/queries/${readout.metrics[0]?.query.hash}`).expect(200);
    expect(query.body).toMatchObject({ name: 'experiment/summarise_metric', first_used_at: readout.refreshed_at });
    expect(query.body.text).toContain('FROM exposure');
    await get(`/v1/queries/${'0'.repeat(64)}`).expect(404);
    await get('/v1/queries/short').expect(400);
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
