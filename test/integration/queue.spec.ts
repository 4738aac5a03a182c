import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Global, Module } from '@nestjs/common';
import { AccessModule } from '#libs/access';
import { jobPayloads, type JobName } from '#libs/contracts';
import { invalid } from '#libs/errors';
import { JobRunner, Jobs, QueueWorkerModule, type JobContext, type JobHandler, type Schedule } from '#libs/queue';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { testRedisUrl } from '../support/redis.js';
import { testService, type TestService } from '../support/service.js';

const names = Object.keys(jobPayloads) as JobName[];
const runs: string[] = [];
const aMoment = () => new Promise((resolve) => setTimeout(resolve, 10));
let behaviour: JobHandler['run'] = () => Promise.resolve({ fine: true });
const handlers: JobHandler[] = names.map((name) => ({
  name,
  ...(name === 'question_run' ? { atOnce: 2 } : {}),
  run: (payload, context) => {
    runs.push(context.jobId);
    return behaviour(payload, context);
  },
}));

let due: Awaited<ReturnType<Schedule['payloads']>> = [];
const schedule: Schedule = {
  name: 'schedule_run',
  everyMinutes: 0.05 / 60,
  prompt: true,
  payloads: () => Promise.resolve(due),
};
const SCHEDULE = Symbol('SCHEDULE');

@Global()
@Module({
  providers: [
    ...handlers.map((handler) => ({ provide: handler.name, useValue: handler })),
    { provide: SCHEDULE, useValue: schedule },
  ],
  exports: [...names, SCHEDULE],
})
class HandlersModule {}

describe('jobs', () => {
  let database: TestDatabase;
  let service: TestService;
  let jobs: Jobs;

  beforeAll(async () => {
    database = await testDatabase();
    const environment = { DATABASE_URL: database.url, REDIS_URL: await testRedisUrl() };
    const worker = QueueWorkerModule.forRoot({ imports: [HandlersModule], handlers: names, schedules: [SCHEDULE] });
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
      await aMoment();
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
    expect([first, await submit('b')]).toEqual([
      { id: first.id, isNew: true },
      { id: first.id, isNew: false },
    ]);
    while ((await jobs.get(first.id)).state !== 'running') await aMoment();
    release();
    await ended(first.id);
    behaviour = () => Promise.resolve(null);
    const second = await submit('b');
    expect(second.id).not.toBe(first.id);
    await ended(second.id);
  });

  it('does what is prompt by the clock while long jobs hold every place of the queue', async () => {
    const releases: (() => void)[] = [];
    let prompt = '';
    behaviour = async (payload, { jobId }) => {
      if ('experiment_key' in (payload as object)) await new Promise<void>((resolve) => releases.push(resolve));
      else prompt = jobId;
    };
    const long = await Promise.all(Array.from({ length: 6 }, (_, index) => submit(`long_${index}`)));
    while (releases.length < 4) await aMoment();
    due = [{ payload: {}, deduplicationKey: 'due' }];
    while (prompt === '') await aMoment();
    due = [];
    expect(await ended(prompt)).toMatchObject({ state: 'done', attempts: 1 });
    expect(releases.length).toBe(4);
    behaviour = () => Promise.resolve(null);
    for (const release of releases) release();
    await Promise.all(long.map(({ id }) => ended(id)));
  });

  it('fails refused input at once, with the reason', async () => {
    behaviour = () => Promise.reject(invalid('no such experiment'));
    expect(await ended((await submit('c')).id)).toMatchObject({
      state: 'failed',
      error: 'no such experiment',
      attempts: 1,
    });
  });

  it('leaves what was refused out of the errors that somebody must act on', async () => {
    const written: string[] = [];
    const spies = [process.stdout, process.stderr].map((stream) =>
      jest.spyOn(stream, 'write').mockImplementation((chunk) => written.push(String(chunk)) > 0),
    );
    behaviour = () => Promise.reject(invalid('no such column'));
    const refused = await ended((await submit('refused')).id);
    behaviour = () => Promise.reject(new Error('broken'));
    // As after four tries, so that this one is the last.
    const broken = await jobs.submit({ name: 'warehouse_look', payload: {}, createdBy: 'test' }, database.database);
    await database.database.pool.query('UPDATE job SET attempts = 4 WHERE id = $1', [broken.id]);
    await jobs.enqueue(broken.id, 'warehouse_look');
    await ended(broken.id);
    for (const spy of spies) spy.mockRestore();
    const errors = written.filter((line) => line.includes('"level":"error"')).join('');
    expect(errors).toContain(broken.id);
    expect(errors).not.toContain(refused.id);
  });

  it('tries again after another failure', async () => {
    let tries = 0;
    behaviour = () => (++tries === 1 ? Promise.reject(new Error('hiccup')) : Promise.resolve('ok'));
    expect(await ended((await submit('d')).id)).toMatchObject({ state: 'done', attempts: 2, error: null });
  });

  const submittedAfter = async (attempts: number, columns = ''): Promise<string> => {
    const { id } = await jobs.submit({ name: 'warehouse_look', payload: {}, createdBy: 'test' }, database.database);
    await database.database.pool.query(`UPDATE job SET attempts = $2 ${columns} WHERE id = $1`, [id, attempts]);
    await jobs.enqueue(id, 'warehouse_look');
    return id;
  };

  it('gives up a job that has killed the process of each of its attempts', async () => {
    const silent = ", state = 'running', epoch = 5, lease_holder = 'dead', lease_until = now() - interval '1 minute'";
    behaviour = () => Promise.resolve('not reached');
    const id = await submittedAfter(5, silent);
    expect(await ended(id)).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('None of 5 attempts came to an end'),
    });
    expect(runs).not.toContain(id);
  });

  it.each<[string, (context: JobContext) => Promise<void>]>([
    ['has moved its checkpoint', (context) => context.checkpoint({ at: 1 })],
    ['has advanced', (context) => database.database.transaction((transaction) => context.advance(transaction))],
  ])('counts anew from an attempt that %s', async (_, getFurther) => {
    let tries = 0;
    behaviour = async (_payload, context) => {
      if (++tries > 1) return 'ok';
      await getFurther(context);
      throw new Error('further, but not there yet');
    };
    // As after four tries, so that this one would be the last.
    expect(await ended(await submittedAfter(4))).toMatchObject({ state: 'done', attempts: 2 });
  });

  it('does not count an attempt at the same checkpoint anew', async () => {
    behaviour = async (_, context) => {
      await context.checkpoint({ at: 1 });
      throw new Error('no further');
    };
    const id = await submittedAfter(4, `, checkpoint = '{"at": 1}'`);
    expect(await ended(id)).toMatchObject({ state: 'failed', attempts: 5, error: 'no further' });
  });

  it('does not count an attempt that a stopping worker hands back', async () => {
    behaviour = (_, context) =>
      new Promise((_resolve, reject) => context.signal.addEventListener('abort', () => reject(context.signal.reason)));
    const id = await submittedAfter(4);
    while ((await jobs.get(id)).state !== 'running') await aMoment();
    await service.app.get(JobRunner, { strict: false }).beforeApplicationShutdown();
    expect(await jobs.get(id)).toMatchObject({ state: 'pending', attempts: 4, error: null });
    await jobs.cancel(id);
  });

  it('cancels a running job through its signal', async () => {
    behaviour = (_, context) =>
      new Promise((_resolve, reject) => context.signal.addEventListener('abort', () => reject(context.signal.reason)));
    const { id } = await submit('e');
    while ((await jobs.get(id)).state !== 'running') await aMoment();
    await jobs.cancel(id);
    expect((await ended(id)).state).toBe('cancelled');
  });

  it('leaves room for others where a handler takes only so many at once', async () => {
    const at: string[] = [];
    let most = 0;
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    behaviour = async (payload, { jobId }) => {
      if (typeof payload !== 'object' || payload === null || !('run_id' in payload)) return null;
      at.push(jobId);
      most = Math.max(most, at.length);
      await released;
      return at.splice(at.indexOf(jobId), 1);
    };
    const questions = await Promise.all(
      Array.from({ length: 5 }, (_, index) =>
        jobs.submit({
          name: 'question_run',
          payload: { run_id: `00000000-0000-4000-8000-00000000000${index}` },
          deduplicationKey: `question-${index}`,
          createdBy: 'test',
        }),
      ),
    );
    while (at.length < 2) await aMoment();
    expect(await ended((await submit('between')).id)).toMatchObject({ state: 'done' });
    release();
    for (const { id } of questions) expect(await ended(id)).toMatchObject({ state: 'done' });
    expect(most).toBe(2);
  });

  it('never runs one job twice at once, and nothing is written under an old epoch', async () => {
    let holds: () => Promise<void> = () => Promise.resolve();
    let release = (): void => undefined;
    behaviour = (_, context) => {
      holds = () => database.database.transaction((transaction) => context.hold(transaction));
      return new Promise((resolve) => (release = () => resolve('late')));
    };
    const { id } = await submit('f');
    while ((await jobs.get(id)).state !== 'running') await aMoment();
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
