import { GrowthBook } from '@growthbook/growthbook';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { AccessModule } from '#libs/access';
import { roleScopes } from '#libs/contracts';
import { SnapshotService } from '#libs/experimentation';
import { ExperimentModule } from '../../apps/experiment/src/experiment.module.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { testRedisUrl } from '../support/redis.js';
import { testService, type TestService } from '../support/service.js';

const bandit = (change: object = {}) => ({
  id: 'weighed',
  kind: 'bandit',
  variants: [
    { key: 'plain', value: 'a', weight: 1 },
    { key: 'bold', value: 'b', weight: 0 },
  ],
  contexts: [{ condition: { country: 'US' }, weights: [0, 1] }],
  weights_version: 3,
  attribute: 'visitor',
  ...change,
});

describe('a bandit in a flag', () => {
  let database: TestDatabase;
  let service: TestService;
  let keys: Record<'analyst' | 'local' | 'remote' | 'app', string>;
  const ask = (method: 'get' | 'post' | 'patch', path: string, body?: object, key = keys.analyst) =>
    request(service.app.getHttpServer())[method](path).set('x-api-key', key).send(body);
  const publish = async (flag: string) => {
    await ask('post', `/v1/flags/${flag}/publish`).expect(200);
    await service.app.get(SnapshotService, { strict: false }).reload();
  };
  const evaluate = async (attributes: object) => {
    const { body } = await request(service.app.getHttpServer()).post(`/api/eval/${keys.remote}`).send({ attributes });
    return body.features;
  };

  beforeAll(async () => {
    database = await testDatabase();
    const environment = { DATABASE_URL: database.url, REDIS_URL: await testRedisUrl(), STICKY_POSTGRES_MS: '20000' };
    service = await testService({ modules: [AccessModule, ExperimentModule], environment });
    keys = {
      analyst: await service.key({ name: 'analyst', scopes: [...roleScopes.analyst] }),
      local: await service.key({ kind: 'client', name: 'page', evaluation: 'local' }),
      remote: await service.key({ kind: 'client', name: 'page', evaluation: 'remote' }),
      app: await service.key(),
    };
    const flag = { key: 'teaser', type: 'string', default_value: 'none', rules: [bandit()] };
    await ask('post', '/v1/flags', flag).expect(201);
    await publish('teaser');
  });
  afterAll(async () => {
    await service.close();
    await database.close();
  });

  it('gives what its context weighs, here and in the SDK that evaluates by itself', async () => {
    const { body: payload } = await request(service.app.getHttpServer()).get(`/api/features/${keys.local}`).expect(200);
    expect(payload.contextualBandits['teaser:weighed']).toMatchObject({ banditVersion: 3 });
    for (const [attributes, value] of [
      [{ visitor: 'v1', country: 'US' }, 'b'],
      [{ visitor: 'v1', country: 'DE' }, 'a'],
      [{ country: 'US' }, 'none'],
    ] as const) {
      expect((await evaluate(attributes)).teaser.defaultValue).toBe(value);
      const client = new GrowthBook({ attributes }).initSync({ payload });
      expect(client.getFeatureValue('teaser', '')).toBe(value);
      client.destroy();
    }
  });

  it('is tried out, while it is a draft, as it would be answered by', async () => {
    const flag = { key: 'tried', type: 'string', default_value: 'none', rules: [bandit()] };
    await ask('post', '/v1/flags', flag).expect(201);
    for (const [country, value] of [
      ['US', 'b'],
      ['DE', 'a'],
    ]) {
      const question = { flag: 'tried', attributes: { visitor: 'v1', country }, draft: true };
      expect((await ask('post', '/v1/flags/evaluate', question).expect(200)).body.value).toBe(value);
    }
  });

  it('is never an experiment: it warns that it has no readout, and nobody reports its exposures', async () => {
    const { body: flag } = await ask('get', '/v1/flags/teaser').expect(200);
    expect(flag.warnings).toMatchObject([{ pointer: '/rules/0', rule: 'bandit_without_readout' }]);
    const question = { flag: 'teaser', attributes: { visitor: 'v1', country: 'US' } };
    expect((await ask('post', '/v1/flags/evaluate', question).expect(200)).body).toMatchObject({
      value: 'b',
      experiment: null,
      bandit: { variant: 'bold', reason: 'hashed', weights: [0, 1], weights_version: 3 },
    });
    const context = { targetingKey: 'v1', country: 'US' };
    const { body: answer } = await ask('post', '/ofrep/v1/evaluate/flags/teaser', { context }, keys.app).expect(200);
    expect(answer).toMatchObject({ variant: 'bold', metadata: { bandit: 'teaser:weighed', in_analysis: false } });
    expect(answer.metadata).not.toHaveProperty('experiment');
    expect(answer.metadata).not.toHaveProperty('exposures');
    expect((await evaluate(question.attributes)).teaser).toEqual({ defaultValue: 'b' });
    const exposure = { experiment: 'teaser:weighed', variant: 'bold', unit: { type: 'visitor', id: 'v1' } };
    const { body: told } = await ask('post', '/v1/exposures', { exposures: [exposure] }, keys.app).expect(200);
    expect(told).toMatchObject({ accepted: 0, refused: [{ field: '/experiment', rule: 'bandit' }] });
  });

  it('takes new weights as a change of the draft', async () => {
    const contexts = [{ condition: { country: 'US' }, weights: [1, 0] }];
    await ask('patch', '/v1/flags/teaser', { rules: [bandit({ contexts, weights_version: 4 })] }).expect(200);
    expect((await evaluate({ visitor: 'v1', country: 'US' })).teaser.defaultValue).toBe('b');
    await publish('teaser');
    expect((await evaluate({ visitor: 'v1', country: 'US' })).teaser.defaultValue).toBe('a');
  });

  it.each([
    [{ variants: [] }, '/rules/0/variants', 'variant_count'],
    [{ contexts: [{ condition: {}, weights: [1] }] }, '/rules/0/contexts/0/weights', 'weight_for_each_variant'],
    [{ contexts: [{ condition: {}, weights: [0.5, 0.6] }] }, '/rules/0/contexts/0/weights', 'weights_sum_to_one'],
    [{ contexts: [{ condition: { a: { $no: 1 } }, weights: [1, 0] }] }, '/rules/0/contexts/0/condition/a', undefined],
    [{ coverage: 2 }, '/rules/0/coverage', 'coverage_range'],
    [{ variants: [{ key: 'x', value: 1, weight: 1 }] }, '/rules/0/variants/0/value', 'value_type'],
  ])('refuses %j and names the place', async (change, pointer, rule) => {
    const body = { key: 'odd', type: 'string', default_value: '', rules: [bandit(change)] };
    const { problems } = (await ask('post', '/v1/flags', body).expect(400)).body;
    const found = problems.find((one: { pointer: string }) => one.pointer.startsWith(pointer));
    expect(found).toMatchObject(rule === undefined ? {} : { rule });
  });

  it('leaves the others of a flag sticky: remote evaluation gives what assignment has given', async () => {
    const variants = (weight: number) => [
      { key: 'control', weight },
      { key: 'treatment', weight: 1 - weight },
    ];
    const experiment = {
      key: 'kept',
      hypothesis: 'It helps.',
      unit: 'backer',
      variants: variants(1),
      baseline: 'control',
      metrics: ['pledge_conversion'],
      sticky: true,
      fallback_attribute: 'visitor',
    };
    await ask('post', '/v1/experiments', experiment).expect(201);
    await ask('post', '/v1/experiments/kept/start').expect(200);
    const values = { control: 'c', treatment: 't' };
    const rules = [{ id: 'e', kind: 'experiment', experiment: 'kept', values }];
    await ask('post', '/v1/flags', { key: 'page', type: 'string', default_value: 'none', rules }).expect(201);
    await publish('page');
    const asked = { units: { backer: 'b1' }, experiments: ['kept'] };
    const before = (await ask('post', '/v1/assignments', asked, keys.app).expect(200)).body.assignments[0];
    expect(before.variant).toBe('control');
    expect((await evaluate({ visitor: 'v2' })).page.defaultValue).toBe('c');
    await ask('patch', '/v1/experiments/kept', { variants: variants(0) }).expect(200);
    await service.app.get(SnapshotService, { strict: false }).reload();
    const { page } = await evaluate({ backer: 'b1' });
    expect([page.defaultValue, page.rules[0].tracks[0].result.stickyBucketUsed]).toEqual(['c', true]);
    expect((await evaluate({ visitor: 'v2', backer: 'b2' })).page.defaultValue).toBe('c');
    expect((await evaluate({ backer: 'b3' })).page.defaultValue).toBe('t');
    const signedIn = { units: { backer: 'b2' }, experiments: ['kept'] };
    const after = (await ask('post', '/v1/assignments', signedIn, keys.app).expect(200)).body.assignments[0];
    expect(after).toMatchObject({ variant: 'control', reason: 'sticky' });
  });
});
