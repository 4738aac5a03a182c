import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { AccessModule } from '#libs/access';
import { roleScopes, type AssignmentView, type OfrepSuccess } from '#libs/contracts';
import { SnapshotService } from '#libs/experimentation';
import { ExperimentModule } from '../../apps/experiment/src/experiment.module.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { wireTo, type Wire } from '../support/proxy.js';
import { testRedisUrl } from '../support/redis.js';
import { testService, type TestService } from '../support/service.js';
import { until } from '../support/until.js';

const bulk = '/ofrep/v1/evaluate/flags';
const split = (control: number) => [
  { key: 'control', weight: control },
  { key: 'treatment', weight: 1 - control },
];
const values = { control: 'old', treatment: 'new' };
const kept = { variant: 'control', reason: 'sticky', in_analysis: true };
const unsure = { reason: 'sticky_unavailable', in_analysis: false };

describe('sticky experiments while the database is away', () => {
  let database: TestDatabase;
  let wire: Wire;
  let service: TestService;
  const keys = { analyst: '', app: '', client: '' };

  const send = (method: 'post' | 'patch', path: string, body?: object, key = keys.analyst) =>
    request(service.app.getHttpServer())[method](path).set('x-api-key', key).send(body);
  const assign = async (units: object, experiments: readonly string[]): Promise<AssignmentView[]> =>
    (await send('post', '/v1/assignments', { units, experiments }, keys.app).expect(200)).body.assignments;
  const ofrep = async (path: string, context: object) =>
    (await send('post', `${bulk}${path}`, { context }, keys.app).expect(200)).body;
  const evaluate = async (attributes: object) =>
    (await request(service.app.getHttpServer()).post(`/api/eval/${keys.client}`).send({ attributes }).expect(200)).body
      .features;

  /** Begins an experiment that gives everybody the control, with a flag of its name. */
  const start = async (key: string, change: object = {}): Promise<void> => {
    const definition = { hypothesis: 'It helps.', baseline: 'control', metrics: ['pledge_conversion'], sticky: true };
    const experiment = { ...definition, key, unit: 'visitor', variants: split(1), ...change };
    await send('post', '/v1/experiments', experiment).expect(201);
    await send('post', `/v1/experiments/${key}/start`).expect(200);
    const rules = [{ id: 'test', kind: 'experiment', experiment: key, values }];
    await send('post', '/v1/flags', { key, type: 'string', default_value: 'none', rules }).expect(201);
    await send('post', `/v1/flags/${key}/publish`).expect(200);
  };
  const reload = () => service.app.get(SnapshotService, { strict: false }).reload();

  beforeAll(async () => {
    database = await testDatabase();
    wire = await wireTo(database.url);
    service = await testService({
      modules: [AccessModule, ExperimentModule],
      environment: { DATABASE_URL: wire.url, REDIS_URL: await testRedisUrl(), STICKY_POSTGRES_MS: '20000' },
    });
    keys.analyst = await service.key({ name: 'analyst', scopes: [...roleScopes.analyst] });
    keys.app = await service.key();
    keys.client = await service.key({ kind: 'client', name: 'remote', evaluation: 'remote' });
    await start('first');
    await start('signed_in', { unit: 'backer', fallback_attribute: 'visitor' });
    await reload();
    await assign({ visitor: 'known' }, ['first', 'signed_in']);
    await ofrep('', { targetingKey: 'known' });
    await evaluate({ visitor: 'known' });
    for (const key of ['first', 'signed_in'])
      await send('patch', `/v1/experiments/${key}`, { variants: split(0) }).expect(200);
    await start('second', { variants: split(0) });
    await reload();
    wire.cut();
  });
  afterAll(async () => {
    wire.mend();
    await service.close();
    await wire.close();
    await database.close();
  });

  it('go on giving what this process knows, whatever else is asked about', async () => {
    const second = { ...unsure, variant: 'treatment' };
    expect(await assign({ visitor: 'known' }, ['first', 'second'])).toMatchObject([kept, second]);
    expect(await assign({ visitor: 'known', backer: 'new' }, ['first'])).toMatchObject([kept]);
    expect(await assign({ visitor: 'new' }, ['first'])).toMatchObject([second]);
  });

  it('keep the variant of before the sign-in, out of the analysis: the new id may have had another', async () => {
    expect(await assign({ visitor: 'known' }, ['signed_in'])).toMatchObject([kept]);
    const units = { visitor: 'known', backer: 'new' };
    expect(await assign(units, ['signed_in'])).toMatchObject([{ ...unsure, variant: 'control' }]);
  });

  it('say so by way of OFREP, with no exposure to report', async () => {
    const context = { targetingKey: 'known', backer: 'new' };
    const { flags } = await ofrep('', context);
    const byKey = new Map<string, OfrepSuccess>(flags.map((flag: OfrepSuccess) => [flag.key, flag]));
    const known = { run_reason: 'sticky', in_analysis: true, exposures: expect.any(String) };
    expect(byKey.get('first')).toMatchObject({ variant: 'control', metadata: known });
    const unknown = { run_reason: 'sticky_unavailable', in_analysis: false };
    expect(byKey.get('second')).toMatchObject({ variant: 'treatment', reason: 'SPLIT', metadata: unknown });
    expect(byKey.get('signed_in')).toMatchObject({ variant: 'control', metadata: unknown });
    for (const key of ['second', 'signed_in']) {
      expect(byKey.get(key)?.metadata).not.toHaveProperty('exposures');
      expect(await ofrep(`/${key}`, context)).toEqual(byKey.get(key));
    }
  });

  it('are tried out all the same, saying what is not known for sure', async () => {
    const attempt = async (visitor: string) =>
      (await send('post', '/v1/flags/evaluate', { flag: 'first', attributes: { visitor } }).expect(200)).body;
    expect(await attempt('known')).toMatchObject({ value: 'old', experiment: { reason: 'sticky' } });
    expect(await attempt('new')).toMatchObject({ value: 'new', experiment: { reason: 'sticky_unavailable' } });
  });

  it('give the GrowthBook SDKs no exposure of what is not known for sure', async () => {
    const features = await evaluate({ visitor: 'known', backer: 'new' });
    const { tracks } = features.first.rules[0];
    expect(tracks).toMatchObject([{ result: { key: 'control', stickyBucketUsed: true, hashValue: 'known' } }]);
    expect(features.second).toEqual({ defaultValue: 'new' });
    expect(features.signed_in).toEqual({ defaultValue: 'old' });
  });

  it('count again once it is back', async () => {
    wire.mend();
    await until(async () => (await assign({ visitor: 'later' }, ['second']))[0]?.reason !== 'sticky_unavailable');
    expect(await assign({ visitor: 'later' }, ['second'])).toMatchObject([{ ...kept, variant: 'treatment' }]);
    const { metadata } = await ofrep('/second', { targetingKey: 'known' });
    expect(metadata).toMatchObject({ run_reason: 'hashed', in_analysis: true });
  });
});
