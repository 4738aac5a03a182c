import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Assessment, ScoreRequest } from '#libs/contracts';
import { ScoringService, VelocityKeeper } from '#libs/trust';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { pledgeBody, riskTest, type RiskTest } from '../support/risk.js';
import { startRedis } from '../support/servers.mjs';
import { until } from '../support/until.js';

const processes = [0, 1, 2];
const postgresMs = 1_000;
/** How long a pledge waits for Redis. */
const patienceMs = 2 * postgresMs;
/** Beyond all patience, and about as long as it: some of the repeats are answered by Redis then, some without it. */
const frozenMs = [1.5, 0.99, 1, 1.01, 1.5].map((times) => times * patienceMs);
const sweptAfterMs = 20_000;

describe('one body, asked of several processes while Redis freezes and thaws', () => {
  let own: TestDatabase;
  let redis: Awaited<ReturnType<typeof startRedis>>;
  let tests: RiskTest[];
  let ahead = 0;

  beforeAll(async () => {
    own = await testDatabase();
    redis = await startRedis();
    tests = [];
    for (const _ of processes)
      tests.push(
        await riskTest({
          environment: { DATABASE_URL: own.url, REDIS_URL: redis.url, SCORING_POSTGRES_MS: String(postgresMs) },
          clock: { now: () => Date.now() + ahead },
        }),
      );
    await until(async () => !(await score(pledgeBody())).degraded.includes('velocity'));
  });
  afterAll(async () => {
    process.kill(redis.pid, 'SIGCONT');
    for (const test of tests) await test.close();
    await redis.stop();
    await own.close();
  });

  const rows = async (text: string, values: readonly unknown[] = []) =>
    (await own.database.pool.query(text, [...values])).rows;
  const score = (body: object, process = 0): Promise<Assessment> => {
    const service = tests[process]?.service.app.get(ScoringService, { strict: false });
    if (service === undefined) throw new Error('No such process.');
    return service.score(body as ScoreRequest, true);
  };
  const tick = async (): Promise<void> => {
    for (const { service } of tests) await service.app.get(VelocityKeeper, { strict: false }).tick();
  };

  /** What all processes answer, each asked again and again until it gives a stored answer after the thaw. */
  async function askFrozen(body: object, ms: number): Promise<Assessment[]> {
    const answers: Assessment[] = [];
    let isThawed = false;
    const asking = processes.map(async (process) => {
      for (let isLast = false; !isLast;) {
        isLast = isThawed;
        const answer = await score(body, process);
        isLast &&= answer.revision !== null;
        answers.push(answer);
        await pause(5);
      }
    });
    process.kill(redis.pid, 'SIGSTOP');
    await pause(ms);
    process.kill(redis.pid, 'SIGCONT');
    isThawed = true;
    await Promise.all(asking);
    return answers;
  }

  it('is one answer, one revision and one pledge to count', async () => {
    const card = { credit_card: { token: 'frozen-card' } };
    const expected: unknown[] = [];
    const ids: string[] = [];
    for (const ms of frozenMs) {
      const body = pledgeBody(card);
      const { id } = body['pledge'] as { id: string };
      const answers = await askFrozen(body, ms);
      expect(new Set(answers.filter(({ revision }) => revision !== null).map(({ id: answer }) => answer)).size).toBe(1);
      expect(await rows('SELECT revision FROM assessment WHERE pledge_id = $1', [id])).toEqual([{ revision: 1 }]);
      expected.push({ pledge_id: id, kind: 'pledge', revision: 1 });
      ids.push(id);
    }
    // What was recorded after the thaw for those who no longer waited is swept; what was not is shown to Redis.
    ahead += sweptAfterMs;
    await tick();
    ahead += 3 * sweptAfterMs;
    await tick();
    const observed = await rows(
      'SELECT pledge_id, kind, revision FROM observation WHERE pledge_id = ANY($1) ORDER BY stamp',
      [ids],
    );
    expect(observed).toHaveLength(ids.length);
    expect(observed).toEqual(expect.arrayContaining(expected));
    const next = await score(pledgeBody(card));
    expect(next.features).toMatchObject({ card_pledges_24h: ids.length });
  });
});
