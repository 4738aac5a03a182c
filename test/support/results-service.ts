import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import request from 'supertest';
import { AccessModule } from '#libs/access';
import { JobsApiModule } from '#libs/analytics';
import { jobPayloads, roleScopes, type JobName } from '#libs/contracts';
import {
  EXPERIMENT_REFRESH_SCHEDULE,
  ExperimentBreakdownHandler,
  ExperimentExportHandler,
  ExperimentRefreshHandler,
  ExperimentRefreshModule,
  InteractionScanHandler,
  MetricCertifyHandler,
} from '#libs/experimentation';
import { QueueWorkerModule } from '#libs/queue';
import { WAREHOUSE } from '#libs/warehouse';
import { ExperimentModule } from '../../apps/experiment/src/experiment.module.js';
import { testDatabase, type TestDatabase } from './database.js';
import { testRedisUrl } from './redis.js';
import { testService, type TestService } from './service.js';
import { until } from './until.js';
import { duckDbAt } from './warehouse.js';

export interface ResultsService extends Pick<TestService, 'app' | 'config' | 'close'> {
  get(path: string): request.Test;
  post(path: string, body?: object): request.Test;
  put(path: string, body: object): request.Test;
  delete(path: string): request.Test;
  /** Of the services. */
  readonly database: TestDatabase['database'];
  /** Until the job of an answer is done. */
  ended(answer: request.Response): Promise<unknown>;
  /** SQL on the warehouse, behind the product's back. */
  run(sql: string): Promise<void>;
}

/** The experiment service with a worker that refreshes results, on a warehouse that holds what `rows` say; asked as an analyst. */
export async function resultsService(
  rows: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): Promise<ResultsService> {
  const folder = mkdtempSync(join(tmpdir(), 'verdict-results-'));
  const warehouse = duckDbAt(join(folder, 'w.duckdb'));
  const run = async (sql: string): Promise<void> => {
    const connection = await warehouse.connect();
    await connection.run(sql);
    connection.disconnectSync();
  };
  await warehouse.open();
  for (const row of rows) await run(row);

  const own = new Set<JobName>([
    'experiment_breakdown',
    'experiment_export',
    'experiment_refresh',
    'interaction_scan',
    'metric_certify',
  ]);
  /** The jobs of others, which nobody asks for here. */
  const others = (Object.keys(jobPayloads) as JobName[]).filter((name) => !own.has(name));
  @Global()
  @Module({
    providers: [
      { provide: WAREHOUSE, useValue: warehouse },
      ...others.map((name) => ({ provide: name, useValue: { name, run: () => Promise.resolve(null) } })),
    ],
    exports: [WAREHOUSE, ...others],
  })
  class WarehouseModule {}

  const worker = QueueWorkerModule.forRoot({
    imports: [WarehouseModule, ExperimentRefreshModule.forRoot(WAREHOUSE)],
    handlers: [
      ExperimentBreakdownHandler,
      ExperimentExportHandler,
      ExperimentRefreshHandler,
      InteractionScanHandler,
      MetricCertifyHandler,
      ...others,
    ],
    schedules: [EXPERIMENT_REFRESH_SCHEDULE],
  });
  const database = await testDatabase();
  const service = await testService({
    modules: [AccessModule, JobsApiModule, ExperimentModule, worker],
    environment: { DATABASE_URL: database.url, REDIS_URL: await testRedisUrl(), ...settings },
  });
  const key = await service.key({ scopes: [...roleScopes.analyst] });
  const get = (path: string) => request(service.app.getHttpServer()).get(path).set('x-api-key', key);
  return {
    app: service.app,
    config: service.config,
    get,
    database: database.database,
    delete: (path) => request(service.app.getHttpServer()).delete(path).set('x-api-key', key),
    post: (path, body) => request(service.app.getHttpServer()).post(path).set('x-api-key', key).send(body),
    put: (path, body) => request(service.app.getHttpServer()).put(path).set('x-api-key', key).send(body),
    ended: ({ body }) => until(async () => (await get(`/v1/jobs/${body.job_id}`)).body.state === 'done'),
    run,
    close: async () => {
      await service.close();
      await warehouse.close();
      rmSync(folder, { recursive: true, force: true });
      await database.close();
    },
  };
}
