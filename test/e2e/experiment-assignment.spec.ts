import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { AccessModule } from '#libs/access';
import { positionOf, seedHash } from '#libs/bucketing';
import { eventNames, type ExposureAnswer, type NewExperiment } from '#libs/contracts';
import { ExperimentService, ExposureSpool, SnapshotService } from '#libs/experimentation';
import { ExperimentModule } from '../../apps/experiment/src/experiment.module.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { wireTo, type Wire } from '../support/proxy.js';
import { testRedisUrl } from '../support/redis.js';
import { testService, type TestService } from '../support/service.js';
import { until } from '../support/until.js';

const definition = (key: string, over: Partial<NewExperiment> = {}): NewExperiment => ({
  key,
  hypothesis: 'It helps.',
  unit: 'visitor',
  variants: [
    { key: 'control', weight: 0.5 },
    { key: 'treatment', weight: 0.5 },
  ],
  baseline: 'control',
  coverage: 1,
  metrics: ['pledge_conversion'],
  ...over,
});
const analyst = { kind: 'person', id: '1', name: 'Ada', scopes: [], live: true } as const;
const longAgo = { startedAt: '2026-01-01T00:00:00Z' };

describe('assignment and exposures', () => {
  let database: TestDatabase;
  let wire: Wire;
  let environment: Record<string, string>;
  let service: TestService;
  let experiments: ExperimentService;
  let snapshots: SnapshotService;
  let key: string;
  const folder = mkdtempSync(join(tmpdir(), 'verdict-assignment-'));

  const start = () => testService({ modules: [AccessModule, ExperimentModule], environment });
  const post = (path: string, body: object, to = service) =>
    request(to.app.getHttpServer()).post(path).set('x-api-key', key).send(body);
  const assign = async (body: object, to = service) =>
    (await post('/v1/assignments', body, to).expect(200)).body.assignments;
  const expose = async (exposures: unknown[]): Promise<ExposureAnswer> =>
    (await post('/v1/exposures', { exposures }).expect(200)).body;
  const logged = async (unit: string) => {
    const text = "SELECT * FROM event_body WHERE event = '$experiment_started' AND distinct_id = $1";
    return (await database.database.pool.query(text, [unit])).rows;
  };

  beforeAll(async () => {
    database = await testDatabase();
    wire = await wireTo(database.url);
    environment = { DATABASE_URL: wire.url, REDIS_URL: await testRedisUrl(), VERDICT_DATA: folder };
    service = await start();
    experiments = service.app.get(ExperimentService, { strict: false });
    snapshots = service.app.get(SnapshotService, { strict: false });
    key = await service.key();
    await experiments.create(definition('draft'), analyst);
    await experiments.restore(definition('open'), longAgo);
    await experiments.restore(definition('half', { coverage: 0.5 }), longAgo);
    await experiments.restore(definition('closed'), { ...longAgo, enrolmentClosedAt: '2026-02-01T00:00:00Z' });
    await experiments.restore(definition('stopped'), { ...longAgo, stoppedAt: '2026-02-01T00:00:00Z' });
    await experiments.restore(definition('backers', { unit: 'backer' }), longAgo);
    await experiments.restore(definition('paused'), longAgo);
    await experiments.act('paused', 'pause', {}, analyst);
    await experiments.restore(definition('decided'), longAgo);
    await experiments.decide('decided', { variant: 'treatment' }, analyst);
    await snapshots.reload();
  });
  afterAll(async () => {
    wire.mend();
    await service.close();
    await wire.close();
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('says what each experiment gives a unit, and why; an unknown one is only its own problem', async () => {
    // v_1 falls at these positions; below 0.5 is the first variant.
    expect(positionOf(seedHash('open', 2), 'v_1')).toBeGreaterThanOrEqual(0.5);
    const names = ['open', 'closed', 'paused', 'stopped', 'decided', 'draft', 'backers', 'nothing'];
    const answers = await assign({ units: { visitor: 'v_1' }, experiments: names });
    expect(answers).toEqual([
      { experiment: 'open', variant: 'treatment', reason: 'assigned', in_analysis: true, version: 2 },
      expect.objectContaining({ experiment: 'closed', reason: 'enrolment_closed', in_analysis: false, version: 3 }),
      { experiment: 'paused', variant: 'control', reason: 'paused', in_analysis: false, version: 3 },
      { experiment: 'stopped', variant: 'control', reason: 'stopped', in_analysis: false, version: 3 },
      { experiment: 'decided', variant: 'treatment', reason: 'decided', in_analysis: false, version: 3 },
      { experiment: 'draft', variant: null, reason: 'draft', in_analysis: false, version: 1 },
      { experiment: 'backers', variant: null, reason: 'wrong_unit', in_analysis: false, version: 2 },
      { experiment: 'nothing', variant: null, reason: 'unknown_experiment', in_analysis: false, version: null },
    ]);
    expect(answers[1].variant).not.toBeNull();
  });

  it('leaves half of the units out at half coverage', async () => {
    const reasons: string[] = [];
    for (let unit = 0; unit < 60; unit++)
      reasons.push((await assign({ units: { visitor: `v_${unit}` }, experiments: ['half'] }))[0].reason);
    expect(new Set(reasons)).toEqual(new Set(['assigned', 'not_in_coverage']));
  });

  it('serves everything that is running for these types of unit when none is named', async () => {
    const answers = await assign({ units: { visitor: 'v_1' } });
    const served = ['closed', 'decided', 'half', 'open', 'paused'];
    expect(answers.map(({ experiment }: { experiment: string }) => experiment)).toEqual(served);
    const both = await assign({ units: { visitor: 'v_1', backer: 'b_1' } });
    expect(both).toContainEqual(expect.objectContaining({ experiment: 'backers', reason: 'assigned' }));
  });

  it.each([
    [{}, '/units'],
    [{ units: {} }, '/units'],
    [{ units: { visitor: '' } }, '/units/visitor'],
    [{ units: { visitor: 1 } }, '/units/visitor'],
    [{ units: { user: 'u' } }, '/units/user'],
    [{ units: { visitor: 'v' }, experiments: 'open' }, '/experiments'],
    [{ units: { visitor: 'v' }, experiments: Array.from({ length: 101 }, () => 'a') }, '/experiments'],
  ])('refuses %j and names the field', async (body, pointer) => {
    const answer = await post('/v1/assignments', body).expect(400);
    expect(answer.body.problems[0].pointer).toBe(pointer);
  });

  it('takes a change that was made in another process', async () => {
    const other = await start();
    await experiments.restore(definition('fresh'), longAgo);
    await until(async () => {
      const [answer] = await assign({ units: { visitor: 'v_1' }, experiments: ['fresh'] }, other);
      return answer.reason === 'assigned';
    });
    await other.close();
  });

  it('writes an exposure once, however often it is sent', async () => {
    const exposure = {
      experiment: 'open',
      variant: 'treatment',
      unit: { type: 'visitor', id: 'v_1' },
      time: new Date().toISOString(),
    };
    const counts = { accepted: 1, repeated: 0, spooled: false, refused: [] };
    expect(await expose([exposure])).toEqual(counts);
    expect(await expose([exposure, exposure])).toEqual({ ...counts, accepted: 0, repeated: 2 });
    const rows = await logged('v_1');
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ source: 'app', live: true });
    expect(JSON.parse(rows[0].properties)).toEqual({
      'Experiment name': 'open',
      'Variant name': 'treatment',
      unit_type: 'visitor',
    });
  });

  it('judges exposures one by one', async () => {
    const good = { experiment: 'open', variant: 'control', unit: { type: 'visitor', id: 'v_2' } };
    const answer = await expose([
      good,
      { ...good, experiment: 'nothing' },
      { ...good, variant: 'third' },
      { ...good, unit: { type: 'visitor', id: '4111 1111 1111 1111' } },
      { ...good, time: '2020-01-01T00:00:00Z', insert_id: 'old' },
      { ...good, colour: 'red' },
      'nonsense',
    ]);
    expect(answer).toMatchObject({ accepted: 1, repeated: 0 });
    expect(answer.refused.map(({ index, field, rule }) => [index, field, rule])).toEqual([
      [1, '/experiment', 'unknown_experiment'],
      [2, '/variant', 'unknown_variant'],
      [3, '/unit/id', 'card_number'],
      [4, '/time', 'too_old'],
      [5, '/colour', 'unknown_field'],
      [6, '', 'invalid_type'],
    ]);
    expect(answer.refused[3]?.insert_id).toBe('old');
    expect(JSON.stringify(answer)).not.toContain('4111');
  });

  it('marks what a test key sends', async () => {
    key = await service.key({ live: false, name: 'test key' });
    await expose([{ experiment: 'open', variant: 'control', unit: { type: 'visitor', id: 'v_test' } }]);
    expect(await logged('v_test')).toMatchObject([{ live: false }]);
    key = await service.key();
  });

  it('answers and acknowledges while Postgres is away, also in a process that starts then', async () => {
    const reader = { authorization: `Bearer ${await service.key({ scopes: ['experiments:read'] })}` };
    wire.cut();
    // What cannot be answered from memory is no defect either.
    const listed = await request(service.app.getHttpServer()).get('/v1/experiments').set(reader).expect(503);
    expect(listed.headers['retry-after']).toMatch(/^\d+$/);
    expect(listed.body.type).toBe('urn:verdict:unavailable');
    const body = { units: { visitor: 'v_1' }, experiments: ['open'] };
    expect(await assign(body)).toMatchObject([{ variant: 'treatment', reason: 'assigned' }]);
    const exposure = { experiment: 'open', variant: 'treatment', unit: { type: 'visitor', id: 'v_away' } };
    const time = new Date().toISOString();
    expect(await expose([{ ...exposure, time }])).toMatchObject({ accepted: 1, spooled: true });
    const spool = service.app.get(ExposureSpool, { strict: false });
    expect(spool.bytes()).toBeGreaterThan(0);

    const late = await start();
    expect(await assign(body, late)).toMatchObject([{ variant: 'treatment', reason: 'assigned' }]);
    const ready = await request(late.app.getHttpServer()).get('/health/ready').expect(200);
    expect(ready.body.degraded.join()).toContain('postgres');
    await late.close();

    wire.mend();
    await until(async () => (await logged('v_away')).length === 1 && spool.bytes() === 0);
    expect(await expose([{ ...exposure, time }])).toMatchObject({ repeated: 1, spooled: false });
  });

  it('answers while Postgres is away in a process whose disk is new, from what is in object storage', async () => {
    const buckets = join(folder, 'buckets');
    const kept = (name: string): unknown => {
      const path = join(buckets, 'snapshots', name);
      return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
    };
    const [{ keys }] = (await database.database.pool.query('SELECT count(*)::INT AS keys FROM api_key')).rows;
    await until(() => {
      const experimentsKept = kept('experiments.json') as { version: number } | undefined;
      const keysKept = (kept('keys.json') ?? []) as unknown[];
      return Promise.resolve(experimentsKept?.version === snapshots.version && keysKept.length === keys);
    });
    const fresh = mkdtempSync(join(tmpdir(), 'verdict-fresh-'));
    wire.cut();
    const late = await testService({
      modules: [AccessModule, ExperimentModule],
      environment: { ...environment, VERDICT_DATA: fresh, BUCKET_URL: `file:${buckets}` },
    });
    const body = { units: { visitor: 'v_1' }, experiments: ['open'] };
    expect(await assign(body, late)).toMatchObject([{ variant: 'treatment', reason: 'assigned' }]);
    await late.close();
    wire.mend();
    rmSync(fresh, { recursive: true, force: true });
  });

  it('acknowledges from the disk when the log does not answer in time, and counts it once when both have it', async () => {
    const holder = await database.database.pool.connect();
    await holder.query('BEGIN');
    await holder.query('LOCK TABLE event_identity IN ACCESS EXCLUSIVE MODE');
    const exposure = { experiment: 'open', variant: 'control', unit: { type: 'visitor', id: 'v_slow' } };
    expect(await expose([exposure])).toMatchObject({ accepted: 1, spooled: true });
    await holder.query('COMMIT');
    holder.release();
    const spool = service.app.get(ExposureSpool, { strict: false });
    await until(async () => (await logged('v_slow')).length > 0 && spool.bytes() === 0);
    expect(await logged('v_slow')).toHaveLength(1);
  });

  it('sets aside what the log refuses, and hands on the rest of the disk', async () => {
    const spool = service.app.get(ExposureSpool, { strict: false });
    const exposure = (distinct_id: string) => ({
      source: 'app',
      event: eventNames.exposure,
      distinct_id,
      time: Date.now(),
      properties: {},
      live: true,
    });
    await spool.append([exposure('v_before'), exposure('v_\u0000'), exposure('v_beside')]);
    await spool.append([exposure('v_after')]);
    await until(async () => (await spool.drain()) === 0 && spool.bytes() === 0);
    for (const unit of ['v_before', 'v_beside', 'v_after']) expect(await logged(unit)).toHaveLength(1);
    const ready = await request(service.app.getHttpServer()).get('/health/ready').expect(200);
    expect(ready.body.degraded).toContain('exposure_spool: 1 entries were refused and set aside');
    const figures = await request(service.app.getHttpServer()).get('/metrics').expect(200);
    expect(figures.text).toContain('\nverdict_exposure_spool_dead_letters 1\n');
  });

  it('describes its request to those who read the API', async () => {
    const { body } = await request(service.app.getHttpServer()).get('/openapi.json').expect(200);
    const { requestBody } = body.paths['/v1/assignments'].post;
    expect(JSON.stringify(requestBody)).toContain('AssignmentRequest');
    expect(body.components.schemas.AssignmentRequest.properties).toHaveProperty('units');
  });

  it('says that it is not ready when it has never seen an experiment', async () => {
    const empty = mkdtempSync(join(tmpdir(), 'verdict-empty-'));
    mkdirSync(join(empty, 'snapshots'));
    writeFileSync(join(empty, 'snapshots', 'experiments.json'), '{"version": "broken"');
    wire.cut();
    const other = await testService({
      modules: [AccessModule, ExperimentModule],
      environment: { ...environment, VERDICT_DATA: empty },
    });
    const ready = await request(other.app.getHttpServer()).get('/health/ready').expect(503);
    expect(ready.body.down.join()).toContain('experiments');
    wire.mend();
    await until(async () => (await request(other.app.getHttpServer()).get('/health/ready')).status === 200);
    const figures = await request(other.app.getHttpServer()).get('/metrics').expect(200);
    expect(figures.text).toContain(`verdict_experiment_snapshot_version ${snapshots.version}`);
    await other.close();
    rmSync(empty, { recursive: true, force: true });
  });
});
