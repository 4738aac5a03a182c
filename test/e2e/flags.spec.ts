import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { AccessModule } from '#libs/access';
import { Evaluation } from '#libs/bucketing';
import { roleScopes } from '#libs/contracts';
import { SnapshotService } from '#libs/experimentation';
import { ExperimentModule } from '../../apps/experiment/src/experiment.module.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { testRedisUrl } from '../support/redis.js';
import { testService, type TestService } from '../support/service.js';
import { until } from '../support/until.js';

const experiment = {
  key: 'form',
  hypothesis: 'A shorter form makes more visitors pledge.',
  unit: 'visitor',
  variants: [
    { key: 'control', weight: 0.5 },
    { key: 'short', weight: 0.5 },
  ],
  baseline: 'control',
  metrics: ['pledge_conversion'],
};
const force = (value: unknown, change: object = {}) => ({ id: 'f1', kind: 'force', value, ...change });
const byForm = (values: object, change: object = {}) => ({
  id: 'e1',
  kind: 'experiment',
  experiment: 'form',
  values,
  ...change,
});

describe('flags over HTTP', () => {
  let database: TestDatabase;
  let service: TestService;
  let analyst: string;
  const send = (method: 'get' | 'post' | 'patch' | 'put' | 'delete', path: string, body?: object) =>
    request(service.app.getHttpServer())[method](path).set('x-api-key', analyst).send(body);
  const make = (key: string, body: object) =>
    send('post', '/v1/flags', { key, type: 'boolean', default_value: false, ...body });
  const publish = (key: string) => send('post', `/v1/flags/${key}/publish`).expect(200);
  const gives = (key: string, attributes: Record<string, unknown>) => {
    const { payload } = service.app.get(SnapshotService, { strict: false }).current.flags;
    return new Evaluation(payload, { attributes }).flag(key).answer;
  };

  beforeAll(async () => {
    database = await testDatabase();
    const environment = { DATABASE_URL: database.url, REDIS_URL: await testRedisUrl() };
    service = await testService({ modules: [AccessModule, ExperimentModule], environment });
    analyst = await service.key({ name: 'analyst', scopes: [...roleScopes.analyst] });
    await send('post', '/v1/experiments', experiment).expect(201);
    await send('put', '/v1/saved-groups/staff', { kind: 'list', attribute: 'email', values: ['a@example.com'] }).expect(
      200,
    );
    await make('parent', { default_value: true }).expect(201);
    await publish('parent');
  });
  afterAll(async () => {
    await service.close();
    await database.close();
  });

  it('answers by what is published, within a second of it, and not by drafts', async () => {
    const { body } = await make('new_page', { rules: [force(true, { condition: { country: 'US' } })] }).expect(201);
    expect(body).toMatchObject({ version: 1, published: null, draft: { default_value: false }, needs_approval: false });
    expect(gives('new_page', { country: 'US' }).source).toBe('unknownFeature');
    await publish('new_page');
    await until(() => Promise.resolve(gives('new_page', { country: 'US' }).value === true));
    expect(gives('new_page', { country: 'DE' })).toMatchObject({ value: false, source: 'defaultValue' });
    await send('patch', '/v1/flags/new_page', { rules: [], version: 2 }).expect(200);
    await send('patch', '/v1/flags/new_page', { rules: [], version: 2 }).expect(409);
    expect(gives('new_page', { country: 'US' }).value).toBe(true);
    await send('post', '/v1/flags/new_page/discard').expect(200);
    await send('post', '/v1/flags/new_page/publish').expect(409);
  });

  it('lets a variant of an experiment decide, as the experiment is at the moment', async () => {
    await make('layout', {
      type: 'string',
      default_value: 'old',
      rules: [byForm({ control: 'long', short: 'two' })],
    }).expect(201);
    await publish('layout');
    const answers = () =>
      new Set(Array.from({ length: 40 }, (_, index) => gives('layout', { visitor: `v${index}` }).value));
    await until(() => Promise.resolve(answers().has('old')));
    await send('post', '/v1/experiments/form/start').expect(200);
    await until(() => Promise.resolve(!answers().has('old')));
    expect(answers()).toEqual(new Set(['long', 'two']));
    const { body } = await send('post', '/v1/assignments', { units: { visitor: 'v1' }, experiments: ['form'] });
    expect(body.assignments?.[0]?.variant ?? 'forbidden').toBe('forbidden');
    const app = await service.key({ name: 'app' });
    for (const visitor of ['v1', 'v2', 'v3', 'v4', 'v5']) {
      const assigned = await request(service.app.getHttpServer())
        .post('/v1/assignments')
        .set('x-api-key', app)
        .send({ units: { visitor }, experiments: ['form'] })
        .expect(200);
      expect(gives('layout', { visitor }).variation?.key).toBe(assigned.body.assignments[0].variant);
    }
    await send('post', '/v1/experiments/form/decide', { variant: 'short' }).expect(200);
    await until(() => Promise.resolve(answers().size === 1));
    expect([...answers()]).toEqual(['two']);
  });

  it('has a value for each variant of what starts, and warns where a draft’s variants have changed', async () => {
    const variants = (other: string) => ['control', other].map((key) => ({ key, weight: 0.5 }));
    const drafted = { hypothesis: 'It helps.', unit: 'visitor', baseline: 'control', metrics: ['pledge_conversion'] };
    await send('post', '/v1/experiments', { key: 'drafted', ...drafted, variants: variants('b') }).expect(201);
    const rules = [byForm({ control: false, b: true }, { experiment: 'drafted' })];
    expect((await make('renamed', { rules }).expect(201)).body.warnings).toEqual([]);
    await publish('renamed');
    await send('patch', '/v1/experiments/drafted', { variants: variants('c') }).expect(200);
    const { body } = await send('get', '/v1/flags/renamed').expect(200);
    expect(body.warnings).toMatchObject([{ rule: 'value_for_each_variant' }, { rule: 'known_variant' }]);
    const refused = await send('post', '/v1/experiments/drafted/start').expect(409);
    expect(refused.body.detail).toContain('The flag renamed has no value for the variant c of drafted');
    await send('patch', '/v1/flags/renamed', {
      rules: [byForm({ control: false, c: true }, { experiment: 'drafted' })],
    }).expect(200);
    expect((await publish('renamed')).body.warnings).toEqual([]);
    await send('post', '/v1/experiments/drafted/start').expect(200);
  });

  it.each<[string, object, string, string]>([
    ['a default of another type', { default_value: 'no' }, '/default_value', 'value_type'],
    ['no default', { default_value: undefined }, '/default_value', 'invalid_type'],
    ['a value of another type', { rules: [force(1)] }, '/rules/0/value', 'value_type'],
    [
      'an unknown experiment',
      { rules: [byForm({}, { experiment: 'none' })] },
      '/rules/0/experiment',
      'known_experiment',
    ],
    ['a variant without a value', { rules: [byForm({ control: true })] }, '/rules/0/values', 'value_for_each_variant'],
    [
      'a value for no variant',
      { rules: [byForm({ control: true, short: true, x: true })] },
      '/rules/0/values/x',
      'known_variant',
    ],
    ['one rule twice', { rules: [force(true), force(true)] }, '/rules/1/id', 'unique_rule_ids'],
    [
      'a share above one',
      { rules: [force(true, { kind: 'rollout', coverage: 1.1 })] },
      '/rules/0/coverage',
      'coverage_range',
    ],
    [
      'a condition that is wrong',
      { rules: [force(true, { condition: { a: { $inn: [] } } })] },
      '/rules/0/condition/a/$inn',
      'operator',
    ],
    [
      'an unknown group',
      { rules: [force(true, { condition: { a: { $inGroup: 'x' } } })] },
      '/rules/0/condition/a/$inGroup',
      'known_group',
    ],
    ['an unknown flag', { prerequisites: [{ flag: 'none' }] }, '/prerequisites/0/flag', 'known_flag'],
    ['itself as its prerequisite', { prerequisites: [{ flag: 'bad' }] }, '/prerequisites/0/flag', 'no_cycle'],
    [
      'a condition on more than a value',
      { prerequisites: [{ flag: 'parent', condition: { country: 'US' } }] },
      '/prerequisites/0/condition/country',
      'known_attribute',
    ],
    [
      'a part of a layer that is none',
      { rules: [force(true, { layer: { key: 'l', from: 0.5, to: 0.5 } })] },
      '/rules/0/layer',
      'layer_range',
    ],
  ])('refuses %s by its place and rule', async (_, change, pointer, rule) => {
    const { body } = await make('bad', change).expect(400);
    expect(body.problems).toContainEqual({ pointer, rule, detail: expect.any(String) });
  });

  it('refuses prerequisites that lead back, when the last of them is published too', async () => {
    await make('one', { default_value: true, prerequisites: [{ flag: 'parent' }] }).expect(201);
    await publish('one');
    await make('two', { prerequisites: [{ flag: 'one' }] }).expect(201);
    await send('patch', '/v1/flags/one', { prerequisites: [{ flag: 'parent' }] }).expect(200);
    await publish('two');
    const { body } = await send('patch', '/v1/flags/one', { prerequisites: [{ flag: 'two' }] }).expect(400);
    expect(body.problems).toEqual([
      { pointer: '/prerequisites/0/flag', rule: 'no_cycle', detail: expect.stringContaining('one → two → one') },
    ]);
    await until(() => Promise.resolve(gives('two', {}).source === 'defaultValue'));
  });

  it('refuses experiments of one layer that overlap, whichever flags they are in', async () => {
    await send('post', '/v1/experiments', { ...experiment, key: 'other' }).expect(201);
    const values = { control: false, short: true };
    const layer = { key: 'page', from: 0, to: 0.5 };
    await make('left', { rules: [byForm(values, { layer })] }).expect(201);
    await publish('left');
    const of = (change: object) => ({
      rules: [byForm(values, { experiment: 'other', layer: { ...layer, ...change } })],
    });
    const overlap = await make('right', of({ from: 0.4, to: 1 })).expect(400);
    expect(overlap.body.problems).toMatchObject([{ pointer: '/rules/0/layer', rule: 'layer_overlap' }]);
    const unit = await make('right', of({ from: 0.5, to: 1, attribute: 'visitor' })).expect(400);
    expect(unit.body.problems).toMatchObject([{ pointer: '/rules/0/layer/attribute', rule: 'layer_attribute' }]);
    await make('right', of({ from: 0.5, to: 1 })).expect(201);
  });

  it('keeps its history, says what is different, and goes back to any version at once', async () => {
    await make('banner', { type: 'string', default_value: 'a' }).expect(201);
    await publish('banner');
    await send('patch', '/v1/flags/banner', { default_value: 'b', archived: false }).expect(200);
    await send('post', '/v1/flags/banner/publish', { note: 'b is better' }).expect(200);
    await until(() => Promise.resolve(gives('banner', {}).value === 'b'));
    await send('post', '/v1/flags/banner/rollback', { to: 1 }).expect(409);
    await send('post', '/v1/flags/banner/rollback', { to: 99 }).expect(404);
    const { body } = await send('post', '/v1/flags/banner/rollback', { to: 2, note: 'it was not' }).expect(200);
    expect(body).toMatchObject({ version: 5, published: { default_value: 'a' }, published_version: 5 });
    await until(() => Promise.resolve(gives('banner', {}).value === 'a'));
    const first = await send('get', '/v1/flags/banner/changes?limit=2').expect(200);
    expect(first.body.changes).toMatchObject([
      { action: 'rollback', note: 'it was not', differences: [{ pointer: '/default_value', before: 'b', after: 'a' }] },
      {
        action: 'publish',
        by: { kind: 'key', name: 'analyst' },
        differences: [{ pointer: '/default_value', before: 'a', after: 'b' }],
      },
    ]);
    const rest = await send('get', `/v1/flags/banner/changes?before=${first.body.next}`).expect(200);
    expect(rest.body.changes.map((one: { action: string }) => one.action)).toEqual(['edit', 'publish', 'create']);
    const { rows } = await database.database.pool.query(
      "SELECT action FROM audit WHERE subject_kind = 'flag' AND subject_id = 'banner' ORDER BY id",
    );
    expect(rows.map((row) => row.action)).toEqual(
      ['create', 'publish', 'edit', 'publish', 'rollback'].map((one) => `flag.${one}`),
    );
  });

  it('gives everybody the default once it is archived', async () => {
    await make('gone', { rules: [force(true)] }).expect(201);
    await publish('gone');
    await until(() => Promise.resolve(gives('gone', {}).value === true));
    await send('patch', '/v1/flags/gone', { archived: true }).expect(200);
    await publish('gone');
    await until(() => Promise.resolve(gives('gone', {}).source === 'defaultValue'));
    const { body } = await send('get', '/v1/flags?archived=true').expect(200);
    expect(body.flags.map((flag: { key: string }) => flag.key)).toEqual(['gone']);
    expect((await send('get', '/v1/flags?limit=2').expect(200)).body.next).toBe('gone');
  });

  it('knows saved groups: a change holds at once, and what is named stays', async () => {
    const rules = [force(true, { condition: { email: { $inGroup: 'staff' } } })];
    await make('internal', { rules }).expect(201);
    await publish('internal');
    await until(() => Promise.resolve(gives('internal', { email: 'a@example.com' }).value === true));
    const list = { kind: 'list', attribute: 'email', values: ['b@example.com'] };
    await send('put', '/v1/saved-groups/staff', { ...list, version: 9 }).expect(409);
    await send('put', '/v1/saved-groups/staff', { ...list, version: 1 }).expect(200);
    await until(() => Promise.resolve(gives('internal', { email: 'b@example.com' }).value === true));
    const refused = await send('delete', '/v1/saved-groups/staff').expect(409);
    expect(refused.body.detail).toContain('the flag internal');
    const other = await send('put', '/v1/saved-groups/staff', { kind: 'condition', condition: { a: 1 } }).expect(409);
    expect(other.body.detail).toContain('is a list that the flag internal names');
    const circle = { kind: 'condition', condition: { $savedGroup: { id: 'ring' } } };
    expect((await send('put', '/v1/saved-groups/ring', circle).expect(400)).body.problems[0].rule).toBe('known_group');
    await send('put', '/v1/saved-groups/spare', {
      kind: 'condition',
      condition: { $savedGroup: { id: 'staff' } },
    }).expect(200);
    await send('delete', '/v1/saved-groups/spare').expect(204);
    await send('get', '/v1/saved-groups/spare').expect(404);
  });

  it('lets conditions name only declared attributes once there are any', async () => {
    await send('put', '/v1/flag-attributes/country', { type: 'string' }).expect(200);
    const named = (name: string) => ({ rules: [force(true, { condition: { [name]: 'x' } })] });
    const { body } = await make('typo', named('contry')).expect(400);
    expect(body.problems).toMatchObject([{ pointer: '/rules/0/condition/contry', rule: 'known_attribute' }]);
    await make('typo', named('country')).expect(201);
    await send('delete', '/v1/flag-attributes/country').expect(204);
    await make('free', named('contry')).expect(201);
  });

  it('is read by reviewers, and changed by analysts', async () => {
    const reviewer = await service.key({ name: 'reviewer', scopes: [...roleScopes.reviewer] });
    const as = request(service.app.getHttpServer());
    await as.get('/v1/flags').set('x-api-key', reviewer).expect(200);
    await as.post('/v1/flags/banner/publish').set('x-api-key', reviewer).expect(403);
  });
});
