import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { AccessModule } from '#libs/access';
import { roleScopes, type AssignmentView } from '#libs/contracts';
import { SnapshotService } from '#libs/experimentation';
import { ExperimentModule } from '../../apps/experiment/src/experiment.module.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { wireTo, type Wire } from '../support/proxy.js';
import { testRedisUrl } from '../support/redis.js';
import { testService, type TestService } from '../support/service.js';

const split = (control: number) => [
  { key: 'control', weight: control },
  { key: 'treatment', weight: 1 - control },
];
const definition = (key: string, change: object = {}) => ({
  key,
  hypothesis: 'It helps.',
  unit: 'backer',
  variants: split(0.5),
  baseline: 'control',
  metrics: ['pledge_conversion'],
  sticky: true,
  fallback_attribute: 'visitor',
  ...change,
});
const patient = { STICKY_POSTGRES_MS: '20000' };

describe('sticky experiments over HTTP', () => {
  let database: TestDatabase;
  let [wire, redisWire]: Wire[] = [];
  let service: TestService;
  let other: TestService;
  let analyst: string;
  let [app, testApp]: string[] = [];

  const send = (method: 'get' | 'post' | 'patch', path: string, body?: object) =>
    request(service.app.getHttpServer())[method](path).set('x-api-key', analyst).send(body);
  const assign = async (experiment: string, units: object, to = service, key = app): Promise<AssignmentView> => {
    const body = { units, experiments: [experiment] };
    const answer = await request(to.app.getHttpServer())
      .post('/v1/assignments')
      .set('x-api-key', String(key))
      .send(body);
    return answer.body.assignments[0];
  };
  const settled = () =>
    Promise.all([service, other].map((one) => one.app.get(SnapshotService, { strict: false }).reload()));
  const start = async (key: string, change: object = {}) => {
    await send('post', '/v1/experiments', definition(key, change)).expect(201);
    await send('post', `/v1/experiments/${key}/start`).expect(200);
    await settled();
  };
  const patch = async (key: string, change: object, status = 200) => {
    const { body } = await send('patch', `/v1/experiments/${key}`, change).expect(status);
    await settled();
    return body;
  };

  beforeAll(async () => {
    database = await testDatabase();
    wire = await wireTo(database.url);
    redisWire = await wireTo(await testRedisUrl());
    const environment = { DATABASE_URL: wire.url, REDIS_URL: redisWire.url, ...patient };
    service = await testService({ modules: [AccessModule, ExperimentModule], environment });
    other = await testService({
      modules: [AccessModule, ExperimentModule],
      environment: { DATABASE_URL: database.url, REDIS_URL: redisWire.url, ...patient },
    });
    analyst = await service.key({ name: 'analyst', scopes: [...roleScopes.analyst] });
    app = await service.key();
    testApp = await service.key({ live: false });
  });
  afterAll(async () => {
    wire?.mend();
    redisWire?.mend();
    await service.close();
    await other.close();
    await wire?.close();
    await redisWire?.close();
    await database.close();
  });

  it('keep what they gave through changed weights and coverage, in every process', async () => {
    await start('kept');
    const backers = Array.from({ length: 40 }, (_, index) => `b${index}`);
    const before = await Promise.all(backers.map((backer) => assign('kept', { backer })));
    expect(new Set(before.map(({ reason }) => reason))).toEqual(new Set(['assigned']));
    expect(new Set(before.map(({ variant }) => variant))).toEqual(new Set(['control', 'treatment']));
    const view = await patch('kept', { variants: split(0), coverage: 0.01 });
    expect(view).toMatchObject({ coverage: 0.01, bucket_version: 0, reweighted_at: expect.any(String) });
    for (const to of [service, other]) {
      const after = await Promise.all(backers.map((backer) => assign('kept', { backer }, to)));
      expect(after).toEqual(before.map((one) => ({ ...one, reason: 'sticky', version: 3 })));
    }
    const fresh = await Promise.all(backers.map((backer) => assign('kept', { backer: `${backer}new` })));
    expect(fresh.filter(({ variant }) => variant === 'control')).toEqual([]);
  });

  it('take the variant of the anonymous id along at the sign-in, and to the next device', async () => {
    await start('login');
    const anonymous = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => assign('login', { visitor: `v${n}` })));
    expect(new Set(anonymous.map(({ variant }) => variant)).size).toBe(2);
    for (const [index, { variant }] of anonymous.entries()) {
      const n = index + 1;
      const signedIn = await assign('login', { visitor: `v${n}`, backer: `s${n}` });
      expect(signedIn).toMatchObject({ variant, reason: 'sticky', in_analysis: true });
      expect(await assign('login', { visitor: `phone${n}`, backer: `s${n}` }, other)).toEqual(signedIn);
    }
  });

  it('change only in what keeps everybody where they are', async () => {
    await start('frozen');
    const refused = await patch('frozen', { salt: 'x' }, 409);
    expect(refused.detail).toContain('only variants, coverage, bucket_version, min_bucket_version change');
    await patch('frozen', { variants: [...split(0.5)].toReversed() }, 409);
    await patch('frozen', { variants: split(0.7), coverage: 2 }, 400);
    await start('plain', { sticky: false, fallback_attribute: null });
    await patch('plain', { coverage: 0.5 }, 409);
    const { body } = await send('post', '/v1/experiments', definition('odd', { sticky: false })).expect(400);
    expect(body.problems).toMatchObject([{ pointer: '/fallback_attribute', rule: 'needs_sticky' }]);
    const own = await send('post', '/v1/experiments', definition('odd', { fallback_attribute: 'backer' })).expect(400);
    expect(own.body.problems).toMatchObject([{ pointer: '/fallback_attribute', rule: 'fallback_is_another_unit' }]);
  });

  it('divide all anew under a higher bucket version, and keep out who had an earlier one where that is asked for', async () => {
    await start('versions', { variants: split(0) });
    expect(await assign('versions', { backer: 'b1' })).toMatchObject({ variant: 'treatment' });
    await patch('versions', { variants: split(1), bucket_version: 1 });
    expect(await assign('versions', { backer: 'b1' })).toMatchObject({ variant: 'control', reason: 'assigned' });
    const { problems } = await patch('versions', { bucket_version: 0 }, 400);
    expect(problems).toMatchObject([{ pointer: '/bucket_version', rule: 'only_goes_up' }]);
    const view = await patch('versions', { min_bucket_version: 1 });
    expect(view).toMatchObject({ rebucketed_at: expect.any(String), reweighted_at: null });
    expect(await assign('versions', { backer: 'b1' })).toMatchObject({ variant: null, reason: 'earlier_bucket' });
    expect(await assign('versions', { backer: 'b2' })).toMatchObject({ variant: 'control', reason: 'assigned' });
    await send('post', '/v1/experiments/versions/close').expect(200);
    await patch('versions', { bucket_version: 2 }, 409);
  });

  it('give one answer when two processes are asked at once about somebody new', async () => {
    await start('race');
    const backers = Array.from({ length: 60 }, (_, index) => `r${index}`);
    const pairs = await Promise.all(
      backers.map((backer) => Promise.all([assign('race', { backer }), assign('race', { backer }, other)])),
    );
    for (const [one, two] of pairs) expect(one.variant).toBe(two.variant);
  });

  it('keep what a test key is given apart', async () => {
    await start('marked', { variants: split(0) });
    await assign('marked', { backer: 'b1' }, service, testApp);
    await patch('marked', { variants: split(1) });
    expect(await assign('marked', { backer: 'b1' })).toMatchObject({ variant: 'control', reason: 'assigned' });
    expect(await assign('marked', { backer: 'b1' }, service, testApp)).toMatchObject({ variant: 'treatment' });
  });

  it('take the exposures of who has not signed in yet', async () => {
    await start('met');
    const of = (type: string) => ({ experiment: 'met', variant: 'control', unit: { type, id: 'u1' } });
    const exposures = ['backer', 'visitor', 'project'].map(of);
    const key = String(app);
    const { body } = await request(service.app.getHttpServer())
      .post('/v1/exposures')
      .set('x-api-key', key)
      .send({ exposures });
    expect(body).toMatchObject({ accepted: 2, refused: [{ index: 2, rule: 'wrong_unit' }] });
  });

  it('answer by the hash and say so while the database is away, but for what this process knows; Redis is not asked', async () => {
    await start('away', { variants: split(0) });
    await assign('away', { backer: 'known' });
    await patch('away', { variants: split(1) });
    redisWire?.cut();
    expect(await assign('away', { backer: 'known' })).toMatchObject({ variant: 'treatment', reason: 'sticky' });
    expect(await assign('away', { backer: 'second' })).toMatchObject({ variant: 'control', reason: 'assigned' });
    wire?.cut();
    expect(await assign('away', { backer: 'known' })).toMatchObject({ variant: 'treatment', reason: 'sticky' });
    const guessed = await assign('away', { backer: 'new' });
    expect(guessed).toMatchObject({ variant: 'control', reason: 'sticky_unavailable', in_analysis: false });
    const { body } = await request(service.app.getHttpServer()).get('/health/ready').expect(200);
    expect(JSON.stringify(body)).toContain('sticky_buckets');
    wire?.mend();
    redisWire?.mend();
    let reason = '';
    while (reason !== 'assigned') ({ reason } = await assign('away', { backer: 'later' }));
    expect(await assign('away', { backer: 'later' })).toMatchObject({ variant: 'control', reason: 'sticky' });
  });
});
