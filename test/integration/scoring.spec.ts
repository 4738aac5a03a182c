import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import request from 'supertest';
import type { Assessment, ScoreRequest } from '#libs/contracts';
import { ConfigurationService, Recorder, RuleService, ScoringService, VelocityKeeper } from '#libs/trust';
import { until } from '../support/until.js';
import { pledgeBody, riskTest, type RiskTest } from '../support/risk.js';
import { wireTo, type Wire } from '../support/proxy.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { testRedisUrl } from '../support/redis.js';

describe('scoring with its stores away', () => {
  let own: TestDatabase;
  let test: RiskTest;
  let postgres: Wire;
  let redis: Wire;
  let direct: Redis;
  let now = Date.now();

  beforeAll(async () => {
    own = await testDatabase();
    const redisUrl = await testRedisUrl();
    direct = new Redis(redisUrl);
    postgres = await wireTo(own.url);
    redis = await wireTo(redisUrl);
    test = await riskTest({
      environment: { DATABASE_URL: postgres.url, REDIS_URL: redis.url },
      clock: { now: () => Math.max(now, Date.now()) },
    });
  });
  afterAll(async () => {
    await test.close();
    await Promise.all([postgres.close(), redis.close()]);
    direct.disconnect();
    await own.close();
  });

  const scoring = () => test.service.app.get(ScoringService, { strict: false });
  const keeper = () => test.service.app.get(VelocityKeeper, { strict: false });
  const score = (changes: Readonly<Record<string, unknown>> = {}): Promise<Assessment> =>
    scoring().score(pledgeBody(changes) as ScoreRequest, true);
  const rows = async (text: string, values: readonly unknown[] = []) =>
    (await own.database.pool.query(text, [...values])).rows;

  it('names amounts in its reasons as money', async () => {
    const { risk_score_reasons } = await score({ pledge: { amount: 250_000 } });
    const amount = risk_score_reasons.flatMap(({ reasons }) => reasons).find(({ code }) => code === 'AMOUNT');
    expect(amount).toMatchObject({ reason: 'Very high amount ($2,500.00)', value: 250_000 });
  });

  it('answers without Redis, degraded, and counts those pledges when it is back', async () => {
    const card = 'card-redis-away';
    expect((await score({ credit_card: { token: card } })).degraded).toEqual(['geo']);
    redis.cut();
    const away = await score({ credit_card: { token: card } });
    expect(away).toMatchObject({ revision: 1, degraded: ['velocity', 'geo'], versions: { epoch: null } });
    expect(away.features['card_pledges_1h']).toBeUndefined();
    redis.mend();
    await until(async () => (await score()).degraded.length === 1);
    // Not more often than once a minute is Redis rebuilt for the sake of what it has not seen.
    now = Date.now() + 120_000;
    await keeper().tick();
    const next = await score({ credit_card: { token: card } });
    expect(next).toMatchObject({ features: { card_pledges_1h: 2 }, versions: { epoch: 2 } });
  });

  it('answers without Postgres from the spool, and stores the answer with a revision and its stamp when it is back', async () => {
    postgres.cut();
    const body = pledgeBody({ credit_card: { token: 'card-postgres-away' } }) as ScoreRequest;
    const spooled = await scoring().score(body, true);
    expect(spooled).toMatchObject({ revision: null, degraded: ['postgres', 'geo'] });
    const again = await scoring().score(body, true);
    expect(again.as_of).toBe(spooled.as_of);
    postgres.mend();
    await until(async () => {
      await test.service.app.get(Recorder, { strict: false }).drain();
      return (await rows('SELECT 1 FROM assessment WHERE pledge_id = $1', [spooled.pledge_id])).length > 0;
    });
    const stored = await rows('SELECT revision, id, degraded FROM assessment WHERE pledge_id = $1', [
      spooled.pledge_id,
    ]);
    expect(stored).toEqual([{ revision: 1, id: spooled.id, degraded: ['postgres', 'geo'] }]);
    const observed = await rows('SELECT kind, stamp, epoch FROM observation WHERE pledge_id = $1', [spooled.pledge_id]);
    expect(observed).toEqual([{ kind: 'pledge', stamp: expect.any(Number), epoch: 2 }]);
    expect((await score({ credit_card: { token: 'card-postgres-away' } })).features).toMatchObject({
      card_pledges_1h: 1,
    });
    const events = await rows(
      "SELECT properties FROM event_body WHERE event = 'Pledge Assessed' AND properties::TEXT LIKE $1",
      [`%${spooled.pledge_id}%`],
    );
    expect(events).toHaveLength(1);
  });

  it('rebuilds Redis after it was emptied: degraded until then, the same values afterwards, and a gap is noted', async () => {
    const card = 'card-flushed';
    await score({ credit_card: { token: card }, pledge: { amount: 1_000 } });
    await score({ credit_card: { token: card }, pledge: { amount: 2_000 } });
    await keeper().tick();
    const [{ epoch }] = (await rows('SELECT max(epoch)::INT AS epoch FROM velocity_epoch')) as [{ epoch: number }];
    await direct.flushdb();
    const lost = await score({ credit_card: { token: card }, pledge: { amount: 4_000 } });
    expect(lost.degraded).toContain('velocity');
    await keeper().tick();
    await until(async () => {
      await keeper().tick();
      return (await rows('SELECT max(epoch)::INT AS epoch FROM velocity_epoch'))[0].epoch > epoch;
    });
    const answer = await score({ credit_card: { token: card } });
    expect(answer.features).toMatchObject({ card_pledges_1h: 3, card_amount_24h: 7_000 });
    expect(await rows('SELECT lost_epoch::INT FROM velocity_gap')).toEqual([{ lost_epoch: epoch }]);
  });

  it('stores a mark whose scoring died as an attempt, and a repeat completes it with the values that it was given', async () => {
    const body = pledgeBody({ credit_card: { token: 'card-attempt' } }) as ScoreRequest;
    await score({ credit_card: { token: 'card-attempt' } });
    const pledgeId = body.pledge.id;
    await rows(
      `CREATE FUNCTION refuse_it() RETURNS TRIGGER LANGUAGE plpgsql AS
       $$ BEGIN IF NEW.pledge_id = '${pledgeId}' THEN RAISE EXCEPTION 'no'; END IF; RETURN NEW; END $$`,
    );
    await rows('CREATE TRIGGER refuse_it BEFORE INSERT ON assessment FOR EACH ROW EXECUTE FUNCTION refuse_it()');
    await expect(scoring().score(body, true)).rejects.toThrow('no');
    await rows('DROP TRIGGER refuse_it ON assessment');
    now = Math.max(now, Date.now()) + 20_000;
    await keeper().tick();
    const kind = 'SELECT kind, stamp, revision FROM observation WHERE pledge_id = $1';
    const [attempt] = await rows(kind, [pledgeId]);
    expect(attempt).toMatchObject({ kind: 'attempt', revision: null });
    now += 20_000;
    await keeper().tick();
    await score({ credit_card: { token: 'card-attempt' } });
    const completed = await scoring().score(body, true);
    expect(completed).toMatchObject({ revision: 1, features: { card_pledges_1h: 1 } });
    expect(await rows(kind, [pledgeId])).toEqual([{ ...attempt, kind: 'pledge', revision: 1 }]);
    expect((await score({ credit_card: { token: 'card-attempt' } })).features).toMatchObject({ card_pledges_1h: 3 });
  });

  it('marks as degraded what was stamped under an epoch that another process has closed', async () => {
    await rows(
      'UPDATE velocity_epoch SET token = gen_random_uuid() WHERE epoch = (SELECT max(epoch) FROM velocity_epoch)',
    );
    const stale = await score();
    expect(stale.degraded).toEqual(['geo', 'epoch']);
    const [{ unseen }] = (await rows(
      'SELECT epoch > (SELECT max(epoch) FROM velocity_epoch) AS unseen FROM observation WHERE pledge_id = $1',
      [stale.pledge_id],
    )) as [{ unseen: boolean }];
    expect(unseen).toBe(true);
  });
});

describe('a risk service that starts while Postgres is away', () => {
  let own: TestDatabase;
  let postgres: Wire;
  let redisUrl: string;
  const folder = mkdtempSync(join(tmpdir(), 'verdict-risk-'));
  beforeAll(async () => {
    own = await testDatabase();
    postgres = await wireTo(own.url);
    redisUrl = await testRedisUrl();
  });
  afterAll(async () => {
    await postgres.close();
    await own.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const start = () =>
    riskTest({ environment: { DATABASE_URL: postgres.url, REDIS_URL: redisUrl, VERDICT_DATA: folder } });

  it('is ready, decides by the rules that it kept on disk, and stores the answer later', async () => {
    const first = await start();
    await first.service.app.get(RuleService, { strict: false }).seedDefaults();
    const configuration = first.service.app.get(ConfigurationService, { strict: false });
    await until(async () => configuration.current().rules.size > 0);
    const key = await first.service.key();
    await first.close();

    postgres.cut();
    const second = await start();
    const server = second.service.app.getHttpServer();
    const { body: health } = await request(server).get('/health/ready').expect(200);
    expect(JSON.stringify(health.degraded)).toContain('postgres');
    const body = pledgeBody({ email: { address: 'somebody@mailinator.com' } });
    const answer = await request(server).post('/v1/pledges/score').set('authorization', `Bearer ${key}`).send(body);
    expect(answer.body).toMatchObject({
      revision: null,
      degraded: ['postgres', 'geo'],
      actions: [{ type: 'tag', value: 'disposable e-mail' }],
    });
    await second.close();

    postgres.mend();
    const third = await start();
    await until(async () => {
      await third.service.app.get(Recorder, { strict: false }).drain();
      const { rowCount } = await own.database.pool.query('SELECT 1 FROM assessment');
      return rowCount === 1;
    });
    await third.close();
  });
});
