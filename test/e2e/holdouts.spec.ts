import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import request from 'supertest';
import { AccessModule } from '#libs/access';
import { Evaluation } from '#libs/bucketing';
import { roleScopes, type AssignmentView } from '#libs/contracts';
import { SnapshotService } from '#libs/experimentation';
import { Database, DATABASE } from '#libs/postgres';
import { ExperimentModule } from '../../apps/experiment/src/experiment.module.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { Pipeline } from '../support/pipeline.js';
import { testRedisUrl } from '../support/redis.js';
import { testService, type TestService } from '../support/service.js';

const definition = (key: string, change: object = {}) => ({
  key,
  hypothesis: 'It helps.',
  unit: 'visitor',
  variants: [
    { key: 'control', weight: 0.5 },
    { key: 'treatment', weight: 0.5 },
  ],
  baseline: 'control',
  metrics: ['pledge_conversion'],
  ...change,
});
const holdout = (change: object = {}) => ({
  description: 'What the quarter brings.',
  unit: 'visitor',
  share: 0.3,
  ...change,
});
const visitors = Array.from({ length: 60 }, (_, index) => `v_${index}`);

describe('holdouts over HTTP', () => {
  let database: TestDatabase;
  let service: TestService;
  let pipeline: Pipeline;
  let analyst: string;
  let app: string;
  const send = (method: 'get' | 'post' | 'patch' | 'put', path: string, body?: object) =>
    request(service.app.getHttpServer())[method](path).set('x-api-key', analyst).send(body);
  const put = (key: string, change: object = {}) => send('put', `/v1/holdouts/${key}`, holdout(change));
  const started = async (key: string, change: object = {}) => {
    await send('post', '/v1/experiments', definition(key, change)).expect(201);
    await send('post', `/v1/experiments/${key}/start`).expect(200);
  };
  const asked = (path: string, body: object) =>
    request(service.app.getHttpServer()).post(path).set('x-api-key', app).send(body).expect(200);
  const assign = async (visitor: string, experiments: string[]): Promise<AssignmentView[]> =>
    (await asked('/v1/assignments', { units: { visitor }, experiments })).body.assignments;
  const snapshots = () => service.app.get(SnapshotService, { strict: false });
  const flag = async (key: string, body: object) => {
    await send('post', '/v1/flags', { key, type: 'string', default_value: 'default', ...body }).expect(201);
    await send('post', `/v1/flags/${key}/publish`).expect(200);
  };

  beforeAll(async () => {
    database = await testDatabase();
    service = await testService({
      modules: [AccessModule, ExperimentModule],
      environment: { DATABASE_URL: database.url, REDIS_URL: await testRedisUrl() },
    });
    pipeline = new Pipeline(database.database, Date.now());
    await pipeline.open();
    analyst = await service.key({ scopes: [...roleScopes.analyst] });
    app = await service.key();
    await started('before');
    await started('backers', { unit: 'backer' });
    await flag('rollout', {
      rules: [{ id: 'all', kind: 'rollout', value: 'new', coverage: 1, attribute: 'visitor' }],
    });
    await put('quarter', { flags: ['rollout'] }).expect(200);
    await send('post', '/v1/holdouts/quarter/start').expect(200);
    await started('form');
    await started('page', { coverage: 0.5 });
    await flag('form_flag', {
      rules: [
        {
          id: 'e',
          kind: 'experiment',
          experiment: 'form',
          values: { control: 'control', treatment: 'treatment' },
        },
      ],
    });
    await snapshots().reload();
  });
  afterAll(async () => {
    await pipeline.close();
    await service.close();
    await database.close();
  });

  it('keep their share at the baseline of every experiment that starts after them, and at the default of flags', async () => {
    const met = new Set<string>();
    for (const visitor of visitors) {
      const [own, form, page, before] = await assign(visitor, ['quarter', 'form', 'page', 'before']);
      met.add(String(own?.variant));
      expect(before?.reason).toBe('assigned');
      const evaluation = new Evaluation(snapshots().current.flags.payload, { attributes: { visitor } });
      const [formFlag, rollout] = [evaluation.flag('form_flag'), evaluation.flag('rollout')];
      expect(formFlag.answer.value).toBe(form?.variant);
      expect(formFlag.met[0]).toMatchObject({ trial: { key: 'quarter' }, variation: { key: own?.variant } });
      if (own?.variant === 'held_out') {
        const held = { variant: 'control', reason: 'held_out', in_analysis: false };
        expect([form, page]).toEqual([expect.objectContaining(held), expect.objectContaining(held)]);
        expect(rollout.answer.value).toBe('default');
      } else {
        expect([form?.reason, rollout.answer.value]).toEqual(['assigned', 'new']);
        expect(page?.reason).not.toBe('held_out');
      }
    }
    expect([...met].toSorted()).toEqual(['held_out', 'in']);
    const form = await send('get', '/v1/experiments/form').expect(200);
    expect(form.body.holdouts).toEqual(['quarter']);
  });

  it('make two exposures of one: the holdout’s own, and the experiment’s of those who are in', async () => {
    const unit = (id: string) => ({ type: 'visitor', id });
    const exposures = [];
    for (const visitor of visitors) {
      const [form] = await assign(visitor, ['form']);
      exposures.push({ experiment: 'form', variant: form?.variant, unit: unit(visitor) });
    }
    exposures.push({ experiment: 'before', variant: 'control', unit: unit('v_x') });
    const told = await asked('/v1/exposures', { exposures });
    expect(told.body).toMatchObject({ accepted: visitors.length + 1, repeated: 0, refused: [] });
    await pipeline.settle();
    const rows = await pipeline.rows<{ experiment: string; variant: string; unit: string }>('exposure');
    const of = (key: string) => rows.filter(({ experiment }) => experiment === key);
    expect([of('quarter').length, of('before').length]).toEqual([visitors.length, 1]);
    const inside = of('quarter').filter(({ variant }) => variant === 'in');
    expect(inside.length).toBeLessThan(visitors.length);
    const units = (some: readonly { unit: string }[]) => some.map((one) => one.unit).toSorted();
    expect(units(of('form'))).toEqual(units(inside));
    for (const { unit: id, variant } of of('quarter'))
      expect((await assign(id, ['quarter']))[0]?.variant).toBe(variant);
  });

  it('refuse what would move units in the midst of an experiment, by its place and rule', async () => {
    const running = await put('late', { experiments: ['form', 'nothing', 'backers'], flags: ['none'] }).expect(400);
    expect(running.body.problems).toMatchObject([
      { pointer: '/experiments/0', rule: 'not_started' },
      { pointer: '/experiments/1', rule: 'known_experiment' },
      { pointer: '/experiments/2', rule: 'same_unit' },
      { pointer: '/flags/0', rule: 'known_flag' },
    ]);
    await put('quarter', { share: 0.4, flags: ['rollout'] }).expect(409);
    await put('quarter', { experiments: [] }).expect(409);
    const { body } = await put('quarter', { flags: ['rollout', 'form_flag'] }).expect(400);
    expect(body.problems).toMatchObject([{ pointer: '/flags/1', rule: 'not_published' }]);
    await send('post', '/v1/flags', { key: 'unseen', type: 'boolean', default_value: false }).expect(201);
    await put('quarter', { flags: ['rollout', 'unseen'] }).expect(200);
    await put('quarter', { flags: [], description: 'Other words.' }).expect(200);
    await put('form').expect(409);
    await send('post', '/v1/experiments', definition('quarter')).expect(409);
    await send('patch', '/v1/experiments/quarter', { coverage: 0.5 }).expect(409);
    await send('post', '/v1/experiments/quarter/pause').expect(409);
    await send('put', '/v1/experiments/quarter/forced', { units: { v_1: 'in' } }).expect(409);
    await asked('/v1/assignments', { units: { visitor: 'v_1' }, experiments: ['quarter'] });
  });

  it('hold by name what has not started, and let nobody out who goes on', async () => {
    await send('post', '/v1/experiments', definition('first')).expect(201);
    await send('post', '/v1/experiments', definition('second')).expect(201);
    await put('named', { experiments: ['first', 'second'], share: 0.999 }).expect(200);
    const draft = await send('get', '/v1/holdouts/named').expect(200);
    expect(draft.body.actions).toEqual(['start']);
    const running = await send('post', '/v1/holdouts/named/start').expect(200);
    expect(running.body.actions).toEqual(['end']);
    await send('post', '/v1/experiments/first/start').expect(200);
    await put('named', { experiments: ['second'], share: 0.999 }).expect(409);
    await put('named', { experiments: ['first'], share: 0.999 }).expect(200);
    await snapshots().reload();
    const [first] = await assign('v_1', ['first']);
    expect(first?.reason).toBe('held_out');
    const ask = jest.spyOn(service.app.get<Database>(DATABASE, { strict: false }), 'query');
    const one = jest.spyOn(service.app.get<Database>(DATABASE, { strict: false }), 'maybeOne');
    const list = await send('get', '/v1/holdouts').expect(200);
    expect(ask.mock.calls.map(([name]) => name)).toEqual(['experiment/list_experiments']);
    expect(one).not.toHaveBeenCalled();
    for (const spy of [ask, one]) spy.mockRestore();
    expect(list.body.holdouts).toMatchObject([
      { key: 'named', experiments: ['first'], state: 'running', share: 0.999 },
      { key: 'quarter', experiments: 'all', flags: [] },
    ]);
    await send('get', '/v1/holdouts/form').expect(404);
  });

  it('end: nobody is held out, the history stays', async () => {
    const { body } = await send('post', '/v1/holdouts/named/end', { note: 'read' }).expect(200);
    expect(body).toMatchObject({ state: 'stopped', actions: [], ended_at: expect.any(String) });
    await snapshots().reload();
    const [first, own] = await assign('v_1', ['first', 'named']);
    expect(first?.reason).not.toBe('held_out');
    expect(own).toMatchObject({ variant: null, reason: 'stopped' });
    await put('named').expect(409);
    const changes = await send('get', '/v1/experiments/named/changes').expect(200);
    expect(changes.body.changes.map(({ action }: { action: string }) => action)).toEqual([
      'stop',
      'update',
      'start',
      'create',
    ]);
  });
});
