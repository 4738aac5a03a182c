import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { AccessModule } from '#libs/access';
import { Evaluation } from '#libs/bucketing';
import { roleScopes, type AssignmentView } from '#libs/contracts';
import { SnapshotService } from '#libs/experimentation';
import { ExperimentModule } from '../../apps/experiment/src/experiment.module.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
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
const part = (from: number, to: number, key = 'page') => ({ layer: { key, from, to } });
const visitors = Array.from({ length: 100 }, (_, index) => `v_${index}`);

describe('layers over HTTP', () => {
  let database: TestDatabase;
  let service: TestService;
  let analyst: string;
  let app: string;
  const send = (method: 'get' | 'post' | 'patch' | 'put', path: string, body?: object) =>
    request(service.app.getHttpServer())[method](path).set('x-api-key', analyst).send(body);
  const make = (key: string, change: object = {}) =>
    send('post', '/v1/experiments', definition(key, change)).expect(201);
  const start = (key: string) => send('post', `/v1/experiments/${key}/start`);
  const rule = (experiment: string, change: object = {}) => ({
    id: 'r',
    kind: 'experiment',
    experiment,
    values: { control: 'control', treatment: 'treatment' },
    ...change,
  });
  const flag = (key: string, rules: object[]) =>
    send('post', '/v1/flags', { key, type: 'string', default_value: 'none', rules });
  const assign = async (visitor: string, experiments: string[]): Promise<AssignmentView[]> => {
    const body = { units: { visitor }, experiments };
    const post = request(service.app.getHttpServer()).post('/v1/assignments').set('x-api-key', app).send(body);
    return (await post.expect(200)).body.assignments;
  };
  const snapshots = () => service.app.get(SnapshotService, { strict: false });

  beforeAll(async () => {
    database = await testDatabase();
    service = await testService({
      modules: [AccessModule, ExperimentModule],
      environment: { DATABASE_URL: database.url, REDIS_URL: await testRedisUrl() },
    });
    analyst = await service.key({ scopes: [...roleScopes.analyst] });
    app = await service.key();
  });
  afterAll(async () => {
    await service.close();
    await database.close();
  });

  it('keeps experiments in different parts of a layer apart, by assignment and by flag', async () => {
    await make('left', part(0, 0.3));
    await make('right', part(0.5, 1));
    await start('left').expect(200);
    await start('right').expect(200);
    await flag('f', [rule('left')]).expect(201);
    await send('post', '/v1/flags/f/publish').expect(200);
    await snapshots().reload();
    const met = new Set<string>();
    for (const visitor of visitors) {
      const [left, right] = await assign(visitor, ['left', 'right']);
      expect([left?.reason, right?.reason]).toContain('not_in_layer');
      met.add(`${left?.reason} ${right?.reason}`);
      const evaluation = new Evaluation(snapshots().current.flags.payload, { attributes: { visitor } });
      expect(evaluation.flag('f').answer.value).toBe(left?.variant ?? 'none');
    }
    expect([...met].toSorted()).toEqual([
      'assigned not_in_layer',
      'not_in_layer assigned',
      'not_in_layer not_in_layer',
    ]);
  });

  it('divides the same units by no salt twice, and a rollout of the same name by another seed', async () => {
    await make('salted', { salt: 'one' });
    await make('salted_again', { salt: 'one' });
    await start('salted').expect(200);
    const { body } = await start('salted_again').expect(409);
    const detail = 'salted divides its units by it: choose another';
    expect(body.problems).toEqual([{ pointer: '/salt', rule: 'unique_salt', detail }]);

    const rollout = { id: 'half', kind: 'rollout', value: 'in', coverage: 0.5, attribute: 'visitor' };
    await flag('salted', [rollout, rule('salted')]).expect(201);
    await send('post', '/v1/flags/salted/publish').expect(200);
    await snapshots().reload();
    const values = visitors.map((visitor) => {
      const evaluation = new Evaluation(snapshots().current.flags.payload, { attributes: { visitor } });
      return evaluation.flag('salted').answer.value;
    });
    expect(new Set(values)).toEqual(new Set(['in', 'control', 'treatment']));
  });

  it('starts an experiment only where there is room, and gives room back at the end', async () => {
    await make('middle', part(0.2, 0.5));
    const { body } = await start('middle').expect(409);
    expect(body.problems).toEqual([
      {
        pointer: '/layer',
        rule: 'layer_overlap',
        detail: '0 to 0.3 of the layer page is held by the experiment left',
      },
    ]);
    await make('backers', { unit: 'backer', ...part(0.3, 0.5) });
    const other = await start('backers').expect(409);
    expect(other.body.problems).toMatchObject([{ pointer: '/layer/key', rule: 'layer_attribute' }]);
    await send('post', '/v1/experiments/left/pause').expect(200);
    await start('middle').expect(409);
    await send('post', '/v1/experiments/left/stop').expect(200);
    await start('middle').expect(200);
  });

  it('lets one of two that start at once into a part that both want', async () => {
    const keys = ['a1', 'a2', 'a3', 'a4'];
    for (const key of keys) await make(key, part(0, 1, 'narrow'));
    const answers = await Promise.all(keys.map((key) => start(key)));
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['200', '409', '409', '409']);
  });

  it('holds flags and experiments to each other', async () => {
    await make('free');
    const overlap = await flag('g', [rule('free', { layer: { ...part(0.9, 1).layer, attribute: 'visitor' } })]);
    expect(overlap.body.problems).toMatchObject([{ pointer: '/rules/0/layer', rule: 'layer_overlap' }]);
    const twice = await flag('g', [rule('right', { layer: { ...part(0.5, 1).layer, attribute: 'visitor' } })]);
    expect(twice.body.problems).toMatchObject([{ pointer: '/rules/0/layer', rule: 'layer_of_the_experiment' }]);
    const layer = { key: 'flags', from: 0, to: 0.5, attribute: 'visitor' };
    await flag('g', [rule('free', { layer })]).expect(201);
    await send('post', '/v1/flags/g/publish').expect(200);
    await make('late', part(0.4, 1, 'flags'));
    const { body } = await start('late').expect(409);
    expect(body.problems[0].detail).toBe(
      '0 to 0.5 of the layer flags is held by the experiment free, by the rule r of the flag g',
    );
    await send('patch', '/v1/experiments/free', part(0, 0.5, 'flags')).expect(200);
    const both = await start('free').expect(409);
    expect(both.body.problems).toMatchObject([{ pointer: '/layer', rule: 'layer_of_the_experiment' }]);
  });

  it('shows who has which part, and what is free', async () => {
    const { body } = await send('get', '/v1/layers/page').expect(200);
    const none = { flag: null, rule: null };
    expect(body).toEqual({
      key: 'page',
      attribute: 'visitor',
      parts: [
        { from: 0.2, to: 0.5, experiment: 'middle', held: true, ...none },
        { from: 0.3, to: 0.5, experiment: 'backers', held: false, ...none },
        { from: 0.5, to: 1, experiment: 'right', held: true, ...none },
      ],
      free: [{ from: 0, to: 0.2 }],
    });
    const list = await send('get', '/v1/layers').expect(200);
    expect(list.body.layers.map(({ key }: { key: string }) => key)).toEqual(['flags', 'narrow', 'page']);
    await send('get', '/v1/layers/none').expect(404);
  });

  it('refuses a part that is none, and another part once the experiment runs', async () => {
    const none = await send('post', '/v1/experiments', definition('none', part(0.5, 0.5))).expect(400);
    expect(none.body.problems).toMatchObject([{ pointer: '/layer', rule: 'layer_range' }]);
    await send('patch', '/v1/experiments/right', part(0.6, 1)).expect(409);
    const { body } = await send('get', '/v1/experiments/right/changes').expect(200);
    expect(body.changes[0].after.layer).toEqual(part(0.5, 1).layer);
    await send('patch', '/v1/experiments/backers', { layer: null }).expect(200);
    await start('backers').expect(200);
  });
});
