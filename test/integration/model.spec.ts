import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import {
  systemClock,
  type Assessment,
  type ModelDetails,
  type ModelPage,
  type ModelPointer,
  type ModelView,
  type ReplayView,
  type ScoreRequest,
} from '#libs/contracts';
import { priorScorecard } from '#libs/scoring';
import { ConfigurationService, ModelTrainHandler, ScoringService } from '#libs/trust';
import { pledgeBody, riskTest, type RiskTest } from '../support/risk.js';
import { until } from '../support/until.js';

const dayMs = 86_400_000;

describe('trained models', () => {
  let test: RiskTest;
  let writer: string;
  let reader: string;
  beforeAll(async () => {
    test = await riskTest();
    writer = await test.service.key({ scopes: ['rules:read', 'policy:write'] });
    reader = await test.service.key({ scopes: ['rules:read'] });
  });
  afterAll(() => test.close());

  const sql = async (text: string, ...values: unknown[]) =>
    (await test.database.database.pool.query(text, values)).rows;
  const ask = (method: 'get' | 'post' | 'delete', url: string, token = writer): request.Test =>
    request(test.service.app.getHttpServer())[method](url).set('authorization', `Bearer ${token}`);
  const train = async (body: object = {}): Promise<ModelView> =>
    (await ask('post', '/v1/models').send(body).expect(202)).body as ModelView;
  const find = async (version: number): Promise<ModelDetails> =>
    (await ask('get', `/v1/models/${version}`, reader).expect(200)).body as ModelDetails;
  const pointer = async (): Promise<ModelPointer> =>
    ((await ask('get', '/v1/models', reader).expect(200)).body as ModelPage).pointer;
  const scoring = () => test.service.app.get(ScoringService, { strict: false });
  const pledge = (changes: object = {}): Promise<Assessment> =>
    scoring().score(pledgeBody({ ...changes }) as ScoreRequest, true);
  const champion = () => test.service.app.get(ConfigurationService, { strict: false }).current().champion.version;

  /** `dieAt`: which time that the job asks whether it still holds its lease it does not. */
  const run = (version: number, dieAt = 0, signal = new AbortController().signal) => {
    let asked = 0;
    const hold = () => (++asked === dieAt ? Promise.reject(new Error('killed')) : Promise.resolve());
    const handler = new ModelTrainHandler(test.database.database, systemClock);
    return handler.run({ version }, { signal, progress: () => undefined, hold });
  };

  /**
   * Copies one answer to 4,000 pledges of the last 300 days, with features that are drawn from their number: those with a
   * large amount on a free address are mostly frauds, labelled 20 days later; the others are collected, except each
   * twentieth, of which nothing is known.
   */
  async function seed(): Promise<void> {
    const { id } = await pledge();
    await sql(`
      CREATE TABLE drawn AS
      SELECT
        n,
        'seed-' || n AS pledge_id,
        (EXTRACT(EPOCH FROM now()) * 1000000)::BIGINT - (300 - n * 290 / 4000.0)::NUMERIC * 86400000000 AS at,
        abs(hashint4(n)) % 10000 AS amount,
        abs(hashint4(n + 7)) % 2 = 0 AS free,
        abs(hashint4(n + 13)) % 100 AS luck
      FROM generate_series(1, 4000) AS n`);
    await sql(
      `
      INSERT INTO assessment
      SELECT (jsonb_populate_record(one, jsonb_build_object(
        'id', gen_random_uuid(), 'pledge_id', drawn.pledge_id, 'card', 'card-' || drawn.n,
        'stamp', drawn.at::BIGINT, 'as_of', drawn.at::BIGINT, 'window_end', drawn.at::BIGINT,
        'features', jsonb_build_object('base_amount', drawn.amount, 'email_is_free', drawn.free, 'currency', 'USD',
          'card_declines_24h', drawn.luck % 3)))).*
      FROM assessment AS one CROSS JOIN drawn WHERE one.id = $1`,
      id,
    );
    await sql(`
      INSERT INTO pledge_label
      SELECT pledge_id, TRUE, 'chargeback', 'seed', now(), gen_random_uuid(), (at + 20 * 86400000000)::BIGINT, now()
      FROM drawn WHERE amount > 7000 AND free AND luck < 80`);
    await sql(`
      INSERT INTO pledge_outcome (pledge_id, live, id, body_hash, kind, occurred_at, known_at, origin, stamp, received_at)
      SELECT pledge_id, TRUE, 'seed', '', 'collected', now(), now(), gen_random_uuid(), (at + 86400000000)::BIGINT, now()
      FROM drawn WHERE NOT (amount > 7000 AND free AND luck < 80) AND n % 20 <> 0`);
  }

  it('are none at first: the documented prior decides, and says so', async () => {
    expect(await pointer()).toMatchObject({ champion: null, challenger: null });
    expect((await pledge()).versions).toMatchObject({ model: priorScorecard.version });
    await ask('post', '/v1/models/rollback').expect(409);
    await ask('delete', '/v1/models/challenger').expect(404);
    await ask('get', '/v1/models/1', reader).expect(404);
  });

  it('need labels, and say how many', async () => {
    const { version, state } = await train({ days: 300 });
    expect(state).toBe('pending');
    await expect(run(version)).rejects.toThrow('There are 0 frauds and 0 honest pledges to learn from');
    await ask('post', `/v1/models/${version}/promote`).send({ as: 'champion' }).expect(409);
  });

  it('refuse what makes no sense by its field', async () => {
    const wrong = async (body: object) =>
      (await ask('post', '/v1/models').send(body).expect(400)).body.problems.map(
        (one: { pointer: string }) => one.pointer,
      );
    expect(await wrong({ days: 30, label_delay_days: 30 })).toEqual(['/label_delay_days']);
    expect(await wrong({ until: new Date(Date.now() + dayMs).toISOString() })).toEqual(['/until']);
    expect(await wrong({ monotone: { ip_country: 'increasing', nothing: 'increasing' } })).toEqual([
      '/monotone/ip_country',
      '/monotone/nothing',
    ]);
    await ask('post', '/v1/models', reader).send({}).expect(403);
    const tester = await test.service.key({ scopes: ['policy:write'], live: false });
    await ask('post', '/v1/models', tester).send({}).expect(403);
  });

  let trained: ModelDetails;

  it('learn from what was known at the cut, collected or labelled; and a killed training learns the same bytes', async () => {
    await seed();
    const { version } = await train({ days: 320, label_delay_days: 30 });
    await expect(run(version, 1)).rejects.toThrow('killed');
    expect((await find(version)).state).toBe('pending');
    const { hash } = await run(version);
    trained = await find(version);
    expect(trained).toMatchObject({ state: 'done', hash, role: null });
    const { data, metrics } = trained;
    const counts = await sql(
      `
      SELECT
        count(*) FILTER (WHERE amount > 7000 AND free AND luck < 80)::INTEGER AS frauds,
        count(*) FILTER (WHERE NOT (amount > 7000 AND free AND luck < 80) AND n % 20 <> 0)::INTEGER AS honest
      FROM drawn WHERE at < (EXTRACT(EPOCH FROM $1::TIMESTAMPTZ) * 1000000)::BIGINT - 30 * 86400000000`,
      trained.cut,
    );
    expect((data?.frauds ?? 0) + (data?.tested_frauds ?? 0)).toBe(counts[0].frauds);
    expect((data?.rows ?? 0) + (data?.tested_rows ?? 0)).toBe(counts[0].frauds + counts[0].honest);
    expect(Date.parse(data?.until ?? '')).toBeLessThanOrEqual(Date.parse(String(trained.cut)) - 30 * dayMs);
    expect(metrics?.auc).toBeGreaterThan(0.95);
    expect(metrics?.average_precision).toBeGreaterThan(0.7);
    expect(metrics?.calibration_error).toBeLessThan(0.05);
    expect(trained.curve).toHaveLength(20);
    const names = trained.machine?.shapes.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['base_amount', 'email_is_free', 'card_declines_24h', 'currency']));

    const again = await train({ days: 320, label_delay_days: 30, until: String(trained.cut) });
    expect((await run(again.version)).hash).toBe(hash);
    const other = await train({ days: 320, label_delay_days: 30, until: String(trained.cut), seed: 2 });
    expect((await run(other.version)).hash).not.toBe(hash);
  });

  it('learn nothing that became known at the cut or later', async () => {
    const until = new Date(Date.parse(String(trained.cut)) - 100 * dayMs).toISOString();
    const before = await train({ days: 250, label_delay_days: 5, until });
    const { hash } = await run(before.version);
    const { data } = await find(before.version);
    // Of the last 20 days before the cut no fraud was known yet.
    expect(Date.parse(data?.until ?? '')).toBeLessThanOrEqual(Date.parse(until) - 5 * dayMs);
    const at = Date.parse(until) * 1_000;
    await sql("UPDATE pledge_label SET label = 'not_fraud' WHERE source = 'seed' AND stamp >= $1", at);
    await sql("UPDATE pledge_outcome SET kind = 'declined' WHERE id = 'seed' AND stamp >= $1", at);
    const after = await train({ days: 250, label_delay_days: 5, until });
    expect((await run(after.version)).hash).toBe(hash);
    // The same later facts do count for a later cut.
    const later = await train({ days: 320, label_delay_days: 30, until: String(trained.cut) });
    expect((await run(later.version)).hash).not.toBe(trained.hash);
  });

  it('end a training that is cancelled', async () => {
    const { version } = await train({ days: 320, label_delay_days: 30 });
    const stop = new AbortController();
    stop.abort(new Error('Cancelled.'));
    await expect(run(version, 0, stop.signal)).rejects.toThrow('Cancelled.');
  });

  it('decide in every process within a second of their promotion, and every answer adds up and can be replayed', async () => {
    const { version } = trained;
    await ask('post', `/v1/models/${version}/promote`).send({ as: 'champion' }).expect(200);
    await until(async () => champion() === `model-${version}`);
    const answer = await pledge({ pledge: { amount: 9_000 } });
    expect(answer.versions).toMatchObject({ model: `model-${version}` });
    const sum = answer.risk_score_reasons.reduce((total, { contribution }) => total + contribution, 0);
    const p = answer.risk_score / 100;
    expect(Math.abs(sum - Math.log(p / (1 - p)))).toBeLessThan(1e-9);
    const codes = answer.risk_score_reasons.flatMap(({ reasons }) => reasons.map(({ code }) => code));
    expect(codes).toContain('BASE_RATE');
    expect(codes).toContain('BASE_AMOUNT');
    const token = await test.service.key({ scopes: ['assessments:read'] });
    const replayed = await ask('get', `/v1/pledges/${answer.pledge_id}/assessments/1/replay`, token).expect(200);
    expect(replayed.body as ReplayView).toMatchObject({ decision: { equal: true }, changed: [], missing: [] });
    await ask('post', `/v1/models/${version}/promote`).send({ as: 'champion' }).expect(409);
    await ask('post', `/v1/models/${version}/promote`).send({ as: 'challenger' }).expect(409);
  });

  it('are watched as challengers without any effect, stored beside the answer', async () => {
    const [challenger] = await sql('SELECT max(version) AS version FROM model_version WHERE finished_at IS NOT NULL');
    const body = pledgeBody({ pledge: { amount: 9_000 } });
    const before = await scoring().score(body as ScoreRequest, true);
    await ask('post', `/v1/models/${challenger.version}/promote`).send({ as: 'challenger' }).expect(200);
    const configuration = test.service.app.get(ConfigurationService, { strict: false });
    await until(async () => configuration.current().challenger !== undefined);
    const answer = await pledge({ pledge: { amount: 9_000 } });
    expect(answer.versions).toMatchObject({ model: champion(), challenger: `model-${challenger.version}` });
    expect(Object.keys(answer)).toEqual(Object.keys(before));
    const [row] = await sql('SELECT challenger_score, risk_score FROM assessment WHERE id = $1', answer.id);
    expect(row.challenger_score).toBeGreaterThan(0);
    expect(row.risk_score).toBe(answer.risk_score);
    const token = await test.service.key({ scopes: ['assessments:read'] });
    const replayed = await ask('get', `/v1/pledges/${answer.pledge_id}/assessments/1/replay`, token).expect(200);
    expect(replayed.body as ReplayView).toMatchObject({ decision: { equal: true }, missing: [] });
  });

  it('go back by pointer, challengers too; each step is in the audit, and what is trained stays', async () => {
    await ask('delete', '/v1/models/challenger').expect(200);
    expect((await ask('post', '/v1/models/rollback').expect(200)).body).toMatchObject({ champion: null });
    await until(async () => champion() === priorScorecard.version);
    expect((await ask('post', '/v1/models/rollback').expect(200)).body).toMatchObject({ champion: trained.version });
    const actions = await sql("SELECT action FROM audit WHERE subject_kind = 'model' ORDER BY at, id");
    const pointed = actions.map(({ action }) => action as string).filter((action) => action !== 'model.train');
    expect(pointed).toEqual([
      'model.promote_champion',
      'model.promote_challenger',
      'model.withdraw_challenger',
      'model.rollback',
      'model.rollback',
    ]);
    await expect(sql('UPDATE model_version SET hash = NULL WHERE finished_at IS NOT NULL')).rejects.toThrow('stays');
    await expect(sql('DELETE FROM model_pointer')).rejects.toThrow();
  });
});
