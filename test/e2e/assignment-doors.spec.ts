import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { AccessModule } from '#libs/access';
import { roleScopes } from '#libs/contracts';
import { SnapshotService } from '#libs/experimentation';
import { ExperimentModule } from '../../apps/experiment/src/experiment.module.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { testRedisUrl } from '../support/redis.js';
import { testService, type TestService } from '../support/service.js';

describe('a variant by whichever door', () => {
  let database: TestDatabase;
  let service: TestService;
  let keys: Record<'analyst' | 'remote' | 'app', string>;
  const post = async (path: string, body: object, key = keys.app) =>
    (await request(service.app.getHttpServer()).post(path).set('x-api-key', key).send(body).expect(200)).body;

  beforeAll(async () => {
    database = await testDatabase();
    const environment = { DATABASE_URL: database.url, REDIS_URL: await testRedisUrl() };
    service = await testService({ modules: [AccessModule, ExperimentModule], environment });
    keys = {
      analyst: await service.key({ name: 'analyst', scopes: [...roleScopes.analyst] }),
      remote: await service.key({ kind: 'client', name: 'page', evaluation: 'remote' }),
      app: await service.key(),
    };
    const make = (path: string, body?: object) =>
      request(service.app.getHttpServer()).post(path).set('x-api-key', keys.analyst).send(body);
    const variants = [
      { key: 'control', weight: 0.5 },
      { key: 'treatment', weight: 0.5 },
    ];
    const experiment = { hypothesis: 'It helps.', unit: 'visitor', variants, baseline: 'control' };
    const metrics = ['pledge_conversion'];
    await make('/v1/experiments', { ...experiment, key: 'form', metrics }).expect(201);
    await make('/v1/experiments/form/start').expect(200);
    const values = { control: 'long', treatment: 'short' };
    const rules = [{ id: 'r', kind: 'experiment', experiment: 'form', values }];
    await make('/v1/flags', { key: 'f', type: 'string', default_value: 'none', rules }).expect(201);
    await make('/v1/flags/f/publish').expect(200);
    await service.app.get(SnapshotService, { strict: false }).reload();
  });
  afterAll(async () => {
    await service.close();
    await database.close();
  });

  it.each([
    ['a plain one', 'v_1', true],
    ['a long one', 'x'.repeat(255), true],
    ['a card’s number', '4111 1111 1111 1111', false],
  ])('of %s counts where exposures take its id', async (_, visitor, counts) => {
    const { assignments } = await post('/v1/assignments', { units: { visitor }, experiments: ['form'] });
    expect(assignments).toMatchObject([{ reason: 'assigned', in_analysis: counts }]);
    const [{ variant }] = assignments;
    const answer = await post('/ofrep/v1/evaluate/flags/f', { context: { targetingKey: visitor } });
    expect(answer).toMatchObject({ variant, metadata: { in_analysis: counts } });
    const { features } = await post(`/api/eval/${keys.remote}`, { attributes: { visitor } });
    expect(features.f.defaultValue).toBe(answer.value);
    expect(features.f.rules?.[0].tracks ?? []).toHaveLength(counts ? 1 : 0);
    const exposure = { experiment: 'form', variant, unit: { type: 'visitor', id: visitor } };
    expect((await post('/v1/exposures', { exposures: [exposure] })).accepted).toBe(counts ? 1 : 0);
  });

  it.each(['v\u0000', 'v\ud800'])('is refused of %j, which is no text, with its place', async (visitor) => {
    const places: [string, object, string][] = [
      ['/v1/assignments', { units: { visitor } }, '/units/visitor'],
      [`/api/eval/${keys.remote}`, { attributes: { visitor } }, '/attributes/visitor'],
      ['/ofrep/v1/evaluate/flags/f', { context: { targetingKey: visitor } }, '/context/targetingKey'],
    ];
    for (const [path, body, place] of places) {
      const answer = await request(service.app.getHttpServer()).post(path).set('x-api-key', keys.app).send(body);
      expect([path, answer.status, answer.text]).toEqual([path, 400, expect.stringContaining(place)]);
    }
    const exposure = { experiment: 'form', variant: 'control', unit: { type: 'visitor', id: visitor } };
    expect(await post('/v1/exposures', { exposures: [exposure] })).toMatchObject({
      accepted: 0,
      refused: [{ field: '/unit/id', rule: 'text' }],
    });
  });

  it('is tried out for a targeting key as OFREP answers it', async () => {
    for (const context of [{ targetingKey: 'u_1' }, { targetingKey: 'u_1', visitor: 'v_7' }, { targetingKey: 'u_3' }]) {
      const { value, variant } = await post('/ofrep/v1/evaluate/flags/f', { context });
      const tried = await post('/v1/flags/evaluate', { flag: 'f', attributes: context }, keys.analyst);
      expect(tried).toMatchObject({ value, experiment: { variant } });
    }
    const wrong = { flag: 'f', attributes: { targetingKey: 7 } };
    const post400 = request(service.app.getHttpServer()).post('/v1/flags/evaluate').set('x-api-key', keys.analyst);
    const { body } = await post400.send(wrong).expect(400);
    expect(body.problems).toMatchObject([{ pointer: '/attributes/targetingKey' }]);
  });
});
