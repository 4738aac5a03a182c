import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { AccessModule, KeyService } from '#libs/access';
import { roleScopes, type Principal } from '#libs/contracts';
import { ExperimentService, ExperimentVersionService } from '#libs/experimentation';
import { ExperimentModule } from '../../apps/experiment/src/experiment.module.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { testRedisUrl } from '../support/redis.js';
import { testService, type TestService } from '../support/service.js';

const definition = {
  hypothesis: 'A shorter form helps.',
  unit: 'visitor',
  variants: [
    { key: 'control', weight: 0.5 },
    { key: 'short', weight: 0.5 },
  ],
  baseline: 'control',
  metrics: ['pledge_conversion'],
};

describe('the definition of an experiment over time', () => {
  let database: TestDatabase;
  let service: TestService;
  let experiments: ExperimentService;
  let versions: ExperimentVersionService;
  let token: string;
  const call = (method: 'get' | 'post' | 'patch' | 'put' | 'delete', path: string, body?: object) =>
    request(service.app.getHttpServer())[method](`/v1/experiments${path}`).set('x-api-key', token).send(body);
  const ada: Principal = { kind: 'person', id: 'ada', name: 'Ada', scopes: [...roleScopes.admin], live: true };
  const bob: Principal = { ...ada, id: 'bob', name: 'Bob' };
  const approve = async (key: string, actor: Principal): Promise<void> => {
    await versions.approve(key, { version: (await experiments.get(key)).version, note: 'fine' }, actor);
  };

  beforeAll(async () => {
    database = await testDatabase();
    service = await testService({
      modules: [AccessModule, ExperimentModule],
      environment: { DATABASE_URL: database.url, REDIS_URL: await testRedisUrl(), EXPERIMENT_REVIEW: 'required' },
    });
    versions = service.app.get(ExperimentVersionService, { strict: false });
    experiments = service.app.get(ExperimentService, { strict: false });
    token = await service.key({ name: 'analyst', scopes: [...roleScopes.analyst] });
  });
  afterAll(async () => {
    await service.close();
    await database.close();
  });

  it('starts once somebody else than its author has approved it as it is', async () => {
    await call('post', '', { key: 'form', ...definition }).expect(201);
    await call('post', '/form/start').expect(409, /waits for the approval of somebody else than analyst/);
    await call('post', '/form/approve').expect(403);
    const own = { ...ada, id: (await call('get', '/form').expect(200)).body.review.author.id as string };
    await expect(versions.approve('form', undefined, own)).rejects.toMatchObject({ kind: 'forbidden' });
    await approve('form', ada);
    await call('patch', '/form', { coverage: 0.5 }).expect(200);
    await call('post', '/form/start').expect(409);
    await experiments.update('form', { hypothesis: 'A shorter form helps much.' }, bob);
    await expect(versions.approve('form', undefined, bob)).rejects.toThrow('Bob has written a part of this draft');
    await call('patch', '/form', { hypothesis: 'It helps.' }).expect(200);
    await expect(versions.approve('form', undefined, bob)).rejects.toMatchObject({ kind: 'forbidden' });
    const { body } = await call('get', '/form').expect(200);
    expect(body.review).toMatchObject({ required: true, needs_approval: true, approved_by: null });
    await approve('form', ada);
    expect((await call('post', '/form/start').expect(200)).body).toMatchObject({ state: 'running', warnings: [] });
    await call('post', '/form/approve').expect(409);
  });

  it('is approved in the version that was read, and in no other', async () => {
    await call('post', '', { key: 'moving', ...definition }).expect(201);
    await expect(versions.approve('moving', undefined, ada)).rejects.toMatchObject({
      kind: 'conflict',
      problems: [{ pointer: '/version', rule: 'version_read' }],
    });
    await call('patch', '/moving', { coverage: 0.5 }).expect(200);
    await expect(versions.approve('moving', { version: 1 }, ada)).rejects.toMatchObject({
      kind: 'conflict',
      problems: [{ pointer: '/version', rule: 'latest_version' }],
    });
    const { body } = await call('get', '/moving').expect(200);
    expect([body.version, body.review.approved_by]).toEqual([2, null]);
    await versions.approve('moving', { version: 2 }, ada);
  });

  it('keeps who is in a holdout as it was approved', async () => {
    const put = (body: object) =>
      request(service.app.getHttpServer()).put('/v1/holdouts/quarter').set('x-api-key', token).send(body);
    const quarter = { description: 'What it brings.', unit: 'visitor', share: 0.1 };
    for (const key of ['within', 'joining']) await call('post', '', { key, ...definition }).expect(201);
    await put({ ...quarter, experiments: ['within'] }).expect(200);
    await approve('quarter', ada);
    await experiments.act('quarter', 'start', undefined, ada);
    await put({ ...quarter, experiments: ['within', 'joining'] }).expect(409, /holdout would change unseen/);
  });

  it('is approved by nobody whose key wrote a part of it', async () => {
    const keys = service.app.get(KeyService, { strict: false });
    const key = { kind: 'app', name: 'hers', live: true, scopes: ['experiments:write'] } as const;
    const { token: hers } = await keys.add({ ...key, scopes: [...key.scopes] }, ada);
    const path = '/v1/experiments';
    await request(service.app.getHttpServer())
      .post(path)
      .set('x-api-key', hers)
      .send({ key: 'keyed', ...definition })
      .expect(201);
    await expect(versions.approve('keyed', undefined, ada)).rejects.toThrow('Ada has made the key hers');
    await approve('keyed', bob);
  });

  it('keeps what it was approved with while it runs, also where it is sticky', async () => {
    await call('post', '', { key: 'kept', ...definition, sticky: true }).expect(201);
    await approve('kept', ada);
    await call('post', '/kept/start').expect(200);
    const variants = [
      { key: 'control', weight: 0.1 },
      { key: 'short', weight: 0.9 },
    ];
    for (const change of [{ variants }, { coverage: 0.5 }, { bucket_version: 1, min_bucket_version: 1 }])
      await call('patch', '/kept', change).expect(409, /as it was approved: .* would change unseen. Make a copy/);
    const { body } = await call('patch', '/kept', { hypothesis: 'It helps much.', coverage: 1 }).expect(200);
    expect(body).toMatchObject({ hypothesis: 'It helps much.', coverage: 1 });
    await call('post', '/kept/stop').expect(200);
  });

  it('is shown place by place, and goes back to what it was', async () => {
    await call('post', '', { key: 'back', ...definition }).expect(201);
    await call('patch', '/back', {
      coverage: 0.5,
      variants: [
        { key: 'control', weight: 0.3 },
        { key: 'short', weight: 0.7 },
      ],
    });
    const { body } = await call('get', '/back/changes').expect(200);
    expect(body.changes[0].differences).toEqual([
      { pointer: '/coverage', before: 1, after: 0.5 },
      { pointer: '/variants/0/weight', before: 0.5, after: 0.3 },
      { pointer: '/variants/1/weight', before: 0.5, after: 0.7 },
    ]);
    const rolled = await call('post', '/back/rollback', { to: 1, version: 2 }).expect(200);
    expect(rolled.body).toMatchObject({ version: 3, coverage: 1, variants: definition.variants });
    await call('post', '/back/rollback', { to: 9 }).expect(404);
    await call('post', '/back/rollback', { to: 1, version: 2 }).expect(409);
  });

  it('keeps what units meet once it has started; its hypothesis may still change, and go back', async () => {
    await call('post', '', { key: 'fixed', ...definition }).expect(201);
    await approve('fixed', ada);
    await call('post', '/fixed/start').expect(200);
    await call('patch', '/fixed', { hypothesis: 'It helps much.', coverage: 1 }).expect(200);
    await call('patch', '/fixed', { coverage: 0.5 }).expect(409, /only a draft changes coverage/);
    const { body } = await call('post', '/fixed/rollback', { to: 3 }).expect(200);
    expect(body).toMatchObject({ hypothesis: definition.hypothesis, state: 'running' });
  });

  it('is copied to a draft with a split of its own', async () => {
    const { body } = await call('post', '/fixed/duplicate', { key: 'copy' }).expect(201);
    expect(body).toMatchObject({
      key: 'copy',
      state: 'draft',
      version: 1,
      salt: 'copy',
      variants: definition.variants,
    });
    const changes = await call('get', '/copy/changes').expect(200);
    expect(changes.body.changes[0]).toMatchObject({ action: 'create', note: 'A copy of fixed.' });
    await call('post', '/fixed/duplicate', { key: 'copy' }).expect(409);
  });

  it('has a schedule that is read, changed and cancelled over HTTP', async () => {
    await call('put', '/copy/schedule', { stop_at: '2100-01-01T00:00:00Z' }).expect(400, /possible_step/);
    await call('put', '/copy/schedule', { start_at: '2020-01-01T00:00:00Z' }).expect(400, /in_the_future/);
    const asked = { start_at: '2100-01-01T00:00:00Z', stop_at: '2100-06-01T00:00:00Z' };
    const { body } = await call('put', '/copy/schedule', asked).expect(200);
    expect(body).toMatchObject({ start_at: '2100-01-01T00:00:00.000Z', close_at: null });
    const { body: copy } = await call('get', '/copy').expect(200);
    expect(copy.schedule).toHaveLength(2);
    expect(copy.warnings).toMatchObject([
      { pointer: '/start_at', rule: 'approval' },
      { pointer: '', rule: 'long_experiment' },
    ]);
    await call('delete', '/copy/schedule').expect(200);
    expect((await call('get', '/copy/schedule').expect(200)).body).toMatchObject({ start_at: null, stop_at: null });
  });
});
