import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Global, Module } from '@nestjs/common';
import { AccessModule } from '#libs/access';
import { jobPayloads, type JobName } from '#libs/contracts';
import { invalid } from '#libs/errors';
import { JobRunner, Jobs, QueueWorkerModule, type JobHandler } from '#libs/queue';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { testRedisUrl } from '../support/redis.js';
import { testService, type TestService } from '../support/service.js';

const names = Object.keys(jobPayloads) as JobName[];
const runs: string[] = [];
let behaviour: JobHandler['run'] = () => Promise.resolve({ fine: true });
const handlers: JobHandler[] = names.map((name) => ({
  name,
  run: (payload, context) => {
    runs.push(context.jobId);
    return behaviour(payload, context);
  },
}));

@Global()
@Module({
  providers: handlers.map((handler) => ({ provide: handler.name, useValue: handler })),
  exports: names,
})
class HandlersModule {}

describe('jobs', () => {
  let database: TestDatabase;
  let service: TestService;
  let jobs: Jobs;

  beforeAll(async () => {
    database = await testDatabase();
    const environment = { DATABASE_URL: database.url, REDIS_URL: await testRedisUrl() };
    const worker = QueueWorkerModule.forRoot({ imports: [HandlersModule], handlers: names, schedules: [] });
    service = await testService({ modules: [AccessModule, worker], environment });
    jobs = service.app.get(Jobs, { strict: false });
  });
  afterAll(async () => {
    await service.close();
    await database.close();
  });

  const submit = (key: string) =>
    jobs.submit({
      name: 'experiment_refresh',
      payload: { experiment_key: key },
      deduplicationKey: key,
      createdBy: 'test',
    });

  const ended = async (id: string) => {
    for (;;) {
      const job = await jobs.get(id);
      if (job.state !== 'pending' && job.state !== 'running') return job;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  it('runs a job and keeps its result and progress', async () => {
    behaviour = (_, context) => {
      context.progress(3, 3, 'rows');
      return Promise.resolve({ rows: 3 });
    };
    const job = await ended((await submit('a')).id);
    expect(job).toMatchObject({ state: 'done', result: { rows: 3 }, progress: { done: 3, total: 3, note: 'rows' } });
  });

  it('finds the unfinished job of the same key, and makes a new one afterwards', async () => {
    let release = (): void => undefined;
    behaviour = () => new Promise((resolve) => (release = () => resolve(null)));
    const first = await submit('b');
    expect(await submit('b')).toEqual(first);
    while ((await jobs.get(first.id)).state !== 'running') await new Promise((resolve) => setTimeout(resolve, 10));
    release();
    await ended(first.id);
    behaviour = () => Promise.resolve(null);
    const second = await submit('b');
    expect(second.id).not.toBe(first.id);
    await ended(second.id);
  });

  it('fails refused input at once, with the reason', async () => {
    behaviour = () => Promise.reject(invalid('no such experiment'));
    expect(await ended((await submit('c')).id)).toMatchObject({
      state: 'failed',
      error: 'no such experiment',
      attempts: 1,
    });
  });

  it('tries again after another failure', async () => {
    let tries = 0;
    behaviour = () => (++tries === 1 ? Promise.reject(new Error('hiccup')) : Promise.resolve('ok'));
    expect(await ended((await submit('d')).id)).toMatchObject({ state: 'done', attempts: 2, error: null });
  });

  it('cancels a running job through its signal', async () => {
    behaviour = (_, context) =>
      new Promise((_resolve, reject) => context.signal.addEventListener('abort', () => reject(context.signal.reason)));
    const { id } = await submit('e');
    while ((await jobs.get(id)).state !== 'running') await new Promise((resolve) => setTimeout(resolve, 10));
    await jobs.cancel(id);
    expect((await ended(id)).state).toBe('cancelled');
  });

  it('never runs one job twice at once, and nothing is written under an old epoch', async () => {
    let holds: () => Promise<void> = () => Promise.resolve();
    let release = (): void => undefined;
    behaviour = (_, context) => {
      holds = () => database.database.transaction((transaction) => context.hold(transaction));
      return new Promise((resolve) => (release = () => resolve('late')));
    };
    const { id } = await submit('f');
    while ((await jobs.get(id)).state !== 'running') await new Promise((resolve) => setTimeout(resolve, 10));
    const before = runs.filter((run) => run === id).length;
    await service.app.get(JobRunner, { strict: false }).run(id, 'experiment_refresh');
    expect(runs.filter((run) => run === id).length).toBe(before);
    // Another worker claims it after the lease has run out: the first one may write nothing any more.
    await database.database.pool.query("UPDATE job SET epoch = epoch + 1, lease_holder = 'other' WHERE id = $1", [id]);
    await expect(holds()).rejects.toThrow('Another worker');
    release();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await jobs.get(id)).toMatchObject({ state: 'running', result: null });
  });

  it('brings back what a flushed Redis has lost', async () => {
    behaviour = () => Promise.resolve('again');
    const inserted = await database.database.transaction((transaction) =>
      jobs.submit({ name: 'experiment_refresh', payload: { experiment_key: 'g' }, createdBy: 'test' }, transaction),
    );
    expect((await jobs.get(inserted.id)).state).toBe('pending');
    await jobs.reconcile();
    expect((await ended(inserted.id)).state).toBe('done');
  });
});
