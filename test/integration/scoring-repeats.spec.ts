import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Assessment, ScoreRequest } from '#libs/contracts';
import type { Spool } from '#libs/events';
import type { Database } from '#libs/postgres';
import { Recorder, SCORING_DATABASE, SCORING_SPOOL, ScoringService } from '#libs/trust';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { wireTo, type Wire } from '../support/proxy.js';
import { testRedisUrl } from '../support/redis.js';
import { pledgeBody, riskTest, type RiskTest } from '../support/risk.js';
import { until } from '../support/until.js';

const patienceMs = 100;
const slowMs = 4 * patienceMs;

describe('the same pledge again while Postgres is slow', () => {
  let own: TestDatabase;
  let wires: Wire[];
  let redis: Wire;
  let tests: RiskTest[];

  beforeAll(async () => {
    own = await testDatabase();
    wires = [await wireTo(own.url), await wireTo(own.url)];
    redis = await wireTo(await testRedisUrl());
    tests = [];
    for (const { url } of wires)
      tests.push(
        await riskTest({
          environment: { DATABASE_URL: url, REDIS_URL: redis.url, SCORING_POSTGRES_MS: String(patienceMs) },
        }),
      );
  });
  afterEach(() => {
    redis.mend();
    for (const wire of wires) wire.slow(0);
  });
  afterAll(async () => {
    for (const test of tests) await test.close();
    for (const wire of [...wires, redis]) await wire.close();
    await own.close();
  });

  const rows = async (text: string, values: readonly unknown[] = []) =>
    (await own.database.pool.query(text, [...values])).rows;
  const slow = (): void => {
    for (const wire of wires) wire.slow(slowMs);
  };
  const score = (body: object, process = 0, live = true): Promise<Assessment> => {
    const service = tests[process]?.service.app.get(ScoringService, { strict: false });
    if (service === undefined) throw new Error('No such process.');
    return service.score(body as ScoreRequest, live);
  };
  const drained = async (process: number): Promise<void> => {
    for (const wire of wires) wire.slow(0);
    const recorder = tests[process]?.service.app.get(Recorder, { strict: false });
    await until(async () => (await recorder?.drain()) === 0);
  };
  const stored = (pledgeId: string) =>
    rows('SELECT revision, id, amount FROM assessment WHERE pledge_id = $1 ORDER BY revision', [pledgeId]);
  const changed = (body: Record<string, unknown>, amount: number) => ({
    ...body,
    pledge: { ...(body['pledge'] as object), amount },
  });

  it('is one answer and one revision, however many ask at once', async () => {
    slow();
    const body = pledgeBody();
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) => score({ ...body, budget_ms: 1_000 + (index % 3) })),
    );
    const [first] = answers;
    expect(first).toMatchObject({ revision: null, degraded: ['postgres', 'geo'] });
    for (const answer of answers) expect(answer).toEqual(first);
    await drained(0);
    const pledgeId = first?.pledge_id ?? '';
    expect(await stored(pledgeId)).toEqual([{ revision: 1, id: first?.id, amount: 2_500 }]);
    expect(await rows('SELECT kind, revision FROM observation WHERE pledge_id = $1', [pledgeId])).toEqual([
      { kind: 'pledge', revision: 1 },
    ]);
    expect(await score(body)).toEqual({ ...first, revision: 1 });
  });

  it('is the same answer to who asks later, without Redis and with a test key too', async () => {
    slow();
    for (const live of [true, false]) {
      const body = pledgeBody();
      const first = await score(body, 0, live);
      expect(await score(body, 0, live)).toEqual(first);
    }
    redis.cut();
    const body = pledgeBody();
    const first = await score(body);
    expect(first.degraded).toEqual(['postgres', 'velocity', 'geo']);
    expect(await score(body)).toEqual(first);
    await drained(0);
    expect(await stored(first.pledge_id)).toEqual([{ revision: 1, id: first.id, amount: 2_500 }]);
  });

  it('has one id in every process, and no revision of its own after the pledge was changed', async () => {
    await until(async () => (await score(pledgeBody())).degraded.length === 1);
    slow();
    const body = pledgeBody();
    const [one, other] = await Promise.all([score(body), score(body, 1)]);
    expect(other).toMatchObject({ id: one.id, as_of: one.as_of, features: one.features });
    const raised = await score(changed(body, 9_000));
    await drained(0);
    await drained(1);
    expect(await stored(one.pledge_id)).toEqual([
      { revision: 1, id: one.id, amount: 2_500 },
      { revision: 2, id: raised.id, amount: 9_000 },
    ]);
    expect(await rows('SELECT stamp FROM observation WHERE pledge_id = $1', [one.pledge_id])).toHaveLength(2);
  });

  it('is a new revision once another body came between, as it is when nothing is slow', async () => {
    slow();
    const body = pledgeBody();
    const answers = [await score(body), await score(changed(body, 9_000)), await score(body)];
    expect(new Set(answers.map(({ id }) => id)).size).toBe(3);
    await drained(0);
    expect((await stored(answers[0]?.pledge_id ?? '')).map(({ id }) => id)).toEqual(answers.map(({ id }) => id));
  });

  it('waits in the spool no longer than until its own commit is known', async () => {
    slow();
    const answer = await score(pledgeBody());
    expect(answer.revision).toBeNull();
    await until(async () => (await stored(answer.pledge_id)).length === 1);
    const { pool } = tests[0]?.service.app.get<Database>(SCORING_DATABASE, { strict: false }) ?? {};
    await until(async () => pool !== undefined && pool.idleCount === pool.totalCount);
    wires[0]?.cut();
    const spool = tests[0]?.service.app.get<Spool<unknown>>(SCORING_SPOOL, { strict: false });
    await until(async () => spool?.bytes() === 0);
    wires[0]?.mend();
  });

  it('leaves nothing in the spool when several ask again while it waits there', async () => {
    slow();
    const body = pledgeBody();
    const first = await score(body);
    const again = await Promise.all([score(body), score(body), score(body)]);
    for (const { id } of again) expect(id).toBe(first.id);
    await drained(0);
    expect((await stored(first.pledge_id)).map(({ id }) => id)).toEqual([first.id]);
  });
});
