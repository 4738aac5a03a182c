import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import type { Assessment, ScoreRequest } from '#libs/contracts';
import type { Spool } from '#libs/events';
import { createRedis, type Redis } from '#libs/redis';
import { Recorder, SCORING_SPOOL, ScoringService, VelocityKeeper } from '#libs/trust';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { wireTo, type Wire } from '../support/proxy.js';
import { pledgeBody, riskTest, type RiskTest } from '../support/risk.js';

/** Pledges of which the database refuses a row, as it refuses data that does not fit. */
const bad = 'refused-';

describe('a row that Postgres refuses', () => {
  let own: TestDatabase;
  let test: RiskTest;
  let postgres: Wire;
  let redis: Redis;
  let now = Date.now();

  beforeAll(async () => {
    own = await testDatabase();
    postgres = await wireTo(own.url);
    test = await riskTest({
      environment: { DATABASE_URL: postgres.url },
      clock: { now: () => (now = Math.max(now, Date.now())) },
    });
    redis = createRedis(test.redisUrl, { name: 'test' });
    await rows(
      `CREATE FUNCTION refuse_it() RETURNS TRIGGER LANGUAGE plpgsql AS
       $$ BEGIN IF NEW.pledge_id LIKE '${bad}%' THEN RAISE EXCEPTION 'no'; END IF; RETURN NEW; END $$`,
    );
    await rows('CREATE TRIGGER refuse_it BEFORE INSERT ON assessment FOR EACH ROW EXECUTE FUNCTION refuse_it()');
  });
  afterAll(async () => {
    redis.disconnect();
    await test.close();
    await postgres.close();
    await own.close();
  });

  const rows = async (text: string, values: readonly unknown[] = []) =>
    (await own.database.pool.query(text, [...values])).rows;
  const score = (body: Record<string, unknown>): Promise<Assessment> =>
    test.service.app.get(ScoringService, { strict: false }).score(body as ScoreRequest, true);
  const drain = () => test.service.app.get(Recorder, { strict: false }).drain();
  const keep = () => test.service.app.get(VelocityKeeper, { strict: false }).tick();
  const spool = () => test.service.app.get<Spool<unknown>>(SCORING_SPOOL, { strict: false });
  const ask = (path: string) => request(test.service.app.getHttpServer()).get(path);
  const stored = async (bodies: readonly Record<string, unknown>[]): Promise<boolean[]> => {
    const found = await rows('SELECT pledge_id FROM assessment WHERE latest');
    return bodies.map((body) => found.some(({ pledge_id }) => pledge_id === idOf(body)));
  };
  const batch = (name: string): Record<string, unknown>[] =>
    Array.from({ length: 9 }, (_, index) => pledgeBody(index === 5 ? { pledge: { id: `${bad}${name}` } } : {}));
  const others = [true, true, true, true, true, false, true, true, true];

  it('fails its own request, and none of those that share its commit', async () => {
    const bodies = batch('together');
    const results = await Promise.allSettled(bodies.map(score));
    expect(results.map(({ status }) => status === 'fulfilled')).toEqual(others);
    expect(await stored(bodies)).toEqual(others);
  });

  it('is set aside from the spool, told, and holds up nothing', async () => {
    postgres.cut();
    const bodies = batch('spooled');
    for (const body of bodies) expect(await score(body)).toMatchObject({ revision: null });
    postgres.mend();
    while (spool().bytes() > 0) await drain();
    expect(await stored(bodies)).toEqual(others);
    expect(spool().deadLetters()).toBe(1);
    const folder = join(test.service.config.dataFolder, 'spool', 'scoring');
    expect(readdirSync(folder).filter((name) => name.endsWith('.dead'))).toHaveLength(1);
    const { body: health } = await ask('/health/ready').expect(200);
    expect(health.degraded).toContain('scoring_spool: 1 entries were refused and set aside');
    expect((await ask('/metrics')).text).toContain('\nverdict_scoring_spool_dead_letters 1\n');
  });

  it('is set aside too when another version left it in a shape of its own', async () => {
    const body = pledgeBody();
    postgres.cut();
    await score(body);
    await spool().append({ shape: 'of another version' });
    postgres.mend();
    while (spool().bytes() > 0) await drain();
    expect(await stored([body])).toEqual([true]);
    expect(spool().deadLetters()).toBe(2);
  });

  it('of a sweep is given up as a loss: its neighbours become attempts, Redis forgets it, and a gap is noted', async () => {
    const card = 'card-of-a-sweep';
    const pledges = ['one', 'two', 'three'].map((name) =>
      pledgeBody({ pledge: { id: `${bad}sweep-${name}` }, credit_card: { token: card } }),
    );
    const [kept = {}, lost = {}] = pledges;
    for (const body of pledges) await expect(score(body)).rejects.toThrow('no');
    const unreadable = 'a mark of another version';
    // As young as the others: no look that the service takes by itself meanwhile finds it abandoned, and it alone.
    const stamp = (now + 1_000) * 1_000;
    await redis.hset('{velocity}:pending', String(stamp), unreadable);
    await redis.zadd('{velocity}:unsettled', stamp, String(stamp));
    expect((await score(pledgeBody({ credit_card: { token: card } }))).features['card_pledges_1h']).toBe(3);
    await rows(
      `CREATE TRIGGER refuse_it BEFORE INSERT ON observation FOR EACH ROW
       WHEN (NEW.pledge_id = '${idOf(lost)}') EXECUTE FUNCTION refuse_it()`,
    );
    now += 120_000;
    await keep();
    // The first may have been a look that was under way before the clock moved.
    await keep();
    expect(await rows('SELECT kind FROM observation WHERE pledge_id = $1', [idOf(kept)])).toEqual([
      { kind: 'attempt' },
    ]);
    expect(spool().deadLetters()).toBe(4);
    expect(await redis.zcard('{velocity}:unsettled')).toBe(0);
    const after = await score(pledgeBody({ credit_card: { token: card } }));
    expect(after.features['card_pledges_24h']).toBe(3);
    expect(after.degraded).toEqual(['geo']);
    const [{ lost_epoch, covers }] = (await rows(
      'SELECT lost_epoch, from_stamp <= $1::BIGINT AND until_stamp > $1::BIGINT AS covers FROM velocity_gap',
      [stamp],
    )) as [{ lost_epoch: number; covers: boolean }];
    expect([lost_epoch, covers, after.versions['epoch']]).toEqual([1, true, 2]);
  });
});

const idOf = ({ pledge }: Record<string, unknown>): string => (pledge as ScoreRequest['pledge']).id;
