import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { CaseService } from '#libs/trust';
import { reviewer } from '../support/review.js';
import { riskTest, type RiskTest } from '../support/risk.js';

const claims = 10_000;
const cases = 9_900;
/** As many ask at a time; the pool of the service has fewer connections. */
const atOnce = 64;

let test: RiskTest;
beforeAll(async () => {
  test = await riskTest();
});
afterAll(() => test.close());

it('of 10,000 claims that are made at once none takes a case that another has, and none of the cases is left', async () => {
  const { pool } = test.database.database;
  await pool.query(
    `INSERT INTO review_case (id, entity_kind, entity_id, queue, state, cause, opened_at, promised_at, due_at, worth)
     SELECT gen_random_uuid(), 'backer', 'b' || n, 'default', 'open', 'risky', now(), now() + '1 day',
       now() + CASE WHEN n % 10 = 0 THEN INTERVAL '10 minutes' ELSE INTERVAL '1 day' END, n
     FROM generate_series(1, $1) AS n`,
    [cases],
  );
  const service = test.service.app.get(CaseService, { strict: false });
  const taken: string[] = [];
  let next = 0;
  const claimer = async (): Promise<void> => {
    while (next < claims) {
      const who = reviewer(`r${next++}`);
      const { case: one } = await service.claimNext('default', who);
      if (one === null) continue;
      expect(one.claimed_by).toBe(who.id);
      taken.push(one.id);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, claimer));
  expect(taken).toHaveLength(cases);
  expect(new Set(taken).size).toBe(cases);
  const { rows } = await pool.query(
    `SELECT count(*)::int AS cases, count(DISTINCT claimed_by)::int AS claimers FROM review_case WHERE state = 'claimed'`,
  );
  expect(rows).toEqual([{ cases, claimers: cases }]);
}, 300_000);
