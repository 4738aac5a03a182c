import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import request from 'supertest';
import { AccessModule } from '#libs/access';
import { roleScopes, type AssignmentAnswer } from '#libs/contracts';
import { EventLog } from '#libs/events';
import { ExposureSpool, SnapshotService } from '#libs/experimentation';
import { ExperimentModule } from '../../apps/experiment/src/experiment.module.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { Pipeline } from '../support/pipeline.js';
import { wireTo, type Wire } from '../support/proxy.js';
import { testRedisUrl } from '../support/redis.js';
import { testService, type TestService } from '../support/service.js';
import { until } from '../support/until.js';

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

describe('assignments that are recorded', () => {
  let database: TestDatabase;
  let wire: Wire;
  let service: TestService;
  let pipeline: Pipeline;
  let analyst: string;
  let app: string;

  const post = (path: string, body: object, key = app) =>
    request(service.app.getHttpServer()).post(path).set('x-api-key', key).send(body);
  const started = async (key: string, change: object = {}) => {
    await post('/v1/experiments', definition(key, change), analyst).expect(201);
    await post(`/v1/experiments/${key}/start`, {}, analyst).expect(200);
  };
  const record = async (units: object, experiments: string[], key = app): Promise<AssignmentAnswer> =>
    (await post('/v1/assignments', { units, experiments, record: true }, key).expect(200)).body;
  const logged = async (unit: string) => {
    const text = 'SELECT live, insert_id, properties::JSONB AS properties FROM event_body WHERE distinct_id = $1';
    return (await database.database.pool.query(text, [unit])).rows;
  };

  beforeAll(async () => {
    database = await testDatabase();
    wire = await wireTo(database.url);
    service = await testService({
      modules: [AccessModule, ExperimentModule],
      environment: { DATABASE_URL: wire.url, REDIS_URL: await testRedisUrl() },
    });
    pipeline = new Pipeline(database.database, Date.now());
    await pipeline.open();
    analyst = await service.key({ scopes: [...roleScopes.analyst] });
    app = await service.key();
    for (const key of ['open', 'closed', 'forced']) await started(key);
    await started('of_backers', { unit: 'backer' });
    await started('sticky', { unit: 'backer', sticky: true, fallback_attribute: 'visitor' });
    await post('/v1/experiments/closed/close', {}, analyst).expect(200);
    const holdout = { description: 'What it brings.', unit: 'visitor', share: 0.5, experiments: 'all' };
    await request(service.app.getHttpServer())
      .put('/v1/holdouts/half')
      .set('x-api-key', analyst)
      .send(holdout)
      .expect(200);
    await post('/v1/holdouts/half/start', {}, analyst).expect(200);
    await started('held');
    await service.app.get(SnapshotService, { strict: false }).reload();
  });
  afterAll(async () => {
    wire.mend();
    await pipeline.close();
    await service.close();
    await wire.close();
    await database.close();
  });

  it('are in the log before the answer, each unit and experiment that counts once', async () => {
    const names = ['open', 'open', 'closed', 'nothing', 'sticky'];
    const { assignments, recorded, spooled } = await record({ visitor: 'v_1', backer: 'b_1' }, names);
    expect([assignments.length, recorded, spooled]).toEqual([5, 2, false]);
    const exposed = (experiment: string, unit_type: string) => {
      const variant = assignments.find((one) => one.experiment === experiment)?.variant;
      const properties = { 'Experiment name': experiment, 'Variant name': variant, unit_type };
      return expect.objectContaining({ live: true, properties });
    };
    expect(await logged('v_1')).toEqual([exposed('open', 'visitor')]);
    expect(await logged('b_1')).toEqual([exposed('sticky', 'backer')]);
    await record({ visitor: 'v_2' }, ['sticky']);
    expect(await logged('v_2')).toMatchObject([{ properties: { unit_type: 'visitor' } }]);
  });

  it('are none where nobody asks for it', async () => {
    for (const body of [{}, { record: false }]) {
      const asked = { units: { visitor: 'v_quiet' }, experiments: ['open'], ...body };
      const answer = await post('/v1/assignments', asked).expect(200);
      expect(Object.keys(answer.body)).toEqual(['assignments', 'configuration_version']);
    }
    expect(await record({ visitor: 'v_quiet' }, ['closed'])).toMatchObject({ recorded: 0, spooled: false });
    expect(await logged('v_quiet')).toEqual([]);
  });

  it('count once beside reported ones, with the holdout that was met by them', async () => {
    const visitors = Array.from({ length: 20 }, (_, index) => `h_${index}`);
    for (const visitor of visitors) {
      const { assignments, recorded } = await record({ visitor }, ['held']);
      expect(recorded).toBe(1);
      const unit = { type: 'visitor', id: visitor };
      const exposures = [{ experiment: 'held', variant: assignments[0]?.variant, unit }];
      await post('/v1/exposures', { exposures }).expect(200);
      const ids = (await logged(visitor)).map((row) => `${row.properties['Experiment name']} ${row.insert_id}`);
      expect(new Set(ids).size).toBe(2);
    }
    await pipeline.settle();
    const rows = await pipeline.rows<{ experiment: string; variant: string; unit: string }>('exposure');
    // Of each unit the analysis takes the first.
    const met = (experiment: string, variant: RegExp) => {
      const found = rows.filter((row) => row.experiment === experiment && variant.test(row.variant));
      return [...new Set(found.map(({ unit }) => unit))].toSorted();
    };
    expect(met('half', /./)).toEqual(visitors.toSorted());
    expect(met('half', /held_out/)).not.toEqual([]);
    expect(met('half', /^in$/)).not.toEqual([]);
    expect(met('held', /./)).toEqual(met('half', /^in$/));
  });

  it('are one of the holdout, however many of its experiments are met at once', async () => {
    const names = ['held', 'held_too', 'held_as_well'];
    for (const name of names.slice(1)) await started(name);
    await service.app.get(SnapshotService, { strict: false }).reload();
    const log = service.app.get(EventLog, { strict: false });
    const append = jest.spyOn(log, 'appendPrepared');
    const { recorded } = await record({ visitor: 'v_many' }, names);
    const events = append.mock.calls.flatMap(([given]) =>
      given.map(({ event }) => String(event.properties['Experiment name'])),
    );
    append.mockRestore();
    expect(recorded).toBe(3);
    expect(events.toSorted()).toEqual(['half', ...names.toSorted()]);
  });

  it('need the scope of exposures', async () => {
    const reader = await service.key({ scopes: ['assignments:evaluate'] });
    const body = { units: { visitor: 'v_scope' }, experiments: ['open'], record: true };
    const refused = await post('/v1/assignments', body, reader).expect(403);
    expect(refused.body.detail).toContain('exposures:write');
    await post('/v1/assignments', { ...body, record: false }, reader).expect(200);
    expect(await logged('v_scope')).toEqual([]);
  });

  it('leave out what is forced, and are marked of a test key', async () => {
    const asked = { units: { visitor: 'v_forced' }, experiments: ['forced'], record: true };
    const forced = await post('/v1/assignments', asked).set('x-verdict-force', 'forced=treatment').expect(200);
    expect(forced.body).toMatchObject({ assignments: [{ reason: 'forced' }], recorded: 0 });
    expect(await logged('v_forced')).toEqual([]);
    await record({ visitor: 'v_test' }, ['open'], await service.key({ live: false, name: 'a test' }));
    expect(await logged('v_test')).toMatchObject([{ live: false }]);
  });

  it.each([
    [{ visitor: '4111 1111 1111 1111' }, true, '/units/visitor', 'card_number'],
    [{ visitor: 'v_1' }, 'yes', '/record', 'invalid_type'],
  ])('refuse %j recorded %j by its place and rule', async (units, choice, pointer, rule) => {
    const body = { units, experiments: ['open'], record: choice };
    const answer = await post('/v1/assignments', body).expect(400);
    expect(answer.body.problems).toMatchObject([{ pointer, rule }]);
    expect(JSON.stringify(answer.body)).not.toContain('4111');
  });

  it('are none where one unit of the request is refused', async () => {
    const units = { visitor: 'v_beside', backer: '4111 1111 1111 1111' };
    const body = { units, experiments: ['open', 'of_backers'], record: true };
    const { body: problem } = await post('/v1/assignments', body).expect(400);
    expect(problem.problems).toMatchObject([{ pointer: '/units/backer', rule: 'card_number' }]);
    expect(await logged('v_beside')).toEqual([]);
  });

  it('are kept on the disk while the log is away', async () => {
    wire.cut();
    expect(await record({ visitor: 'v_away' }, ['open'])).toMatchObject({ recorded: 1, spooled: true });
    wire.mend();
    const spool = service.app.get(ExposureSpool, { strict: false });
    await until(async () => (await logged('v_away')).length === 1 && spool.bytes() === 0);
  });
});
