import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Assessment } from '#libs/contracts';
import { countUnequal, EqualityCheckHandler, equalityCheckSchedule, ReplayService } from '#libs/trust';
import { handClock, scored } from '../support/review.js';
import { riskTest, type RiskTest } from '../support/risk.js';

const hourMs = 3_600_000;

describe('the daily look at what live scoring said', () => {
  const clock = handClock();
  let test: RiskTest;
  let pledges: Assessment[];

  beforeAll(async () => {
    test = await riskTest({ clock });
    const card = { credit_card: { token: 'shared' } };
    pledges = [await scored(test, card), await scored(test, card), await scored(test)];
    clock.move(hourMs);
  });
  afterAll(() => test.close());

  const context = { signal: new AbortController().signal, hold: () => Promise.resolve(), progress: () => undefined };
  const check = () => {
    const { service, database } = test;
    const replays = service.app.get(ReplayService, { strict: false });
    return new EqualityCheckHandler(database.database, replays, clock).run({}, context);
  };
  const due = async (): Promise<boolean> =>
    (await equalityCheckSchedule(test.database.database, clock).payloads()).length > 0;
  const sql = async (text: string, values: unknown[] = []) =>
    (await test.database.database.pool.query(text, values)).rows as Record<string, unknown>[];

  it('finds that SQL and replays say the same, once a day', async () => {
    expect(await due()).toBe(true);
    expect(await check()).toMatchObject({ answers: 3, differing: 0 });
    expect(await due()).toBe(false);
    expect(await countUnequal(test.database.database)).toBe(0);
    clock.move(25 * hourMs);
    // Nothing came since.
    expect(await due()).toBe(false);
    clock.move(-25 * hourMs);
  });

  it('keeps what differs, and counts it until the next look finds nothing', async () => {
    const [, second] = pledges;
    const change = (count: number) =>
      sql(`UPDATE assessment SET features = jsonb_set(features, '{card_pledges_1h}', $2::JSONB) WHERE id = $1`, [
        second?.id,
        String(count),
      ]);
    await change(7);
    const found = await check();
    expect(found.differing).toBeGreaterThanOrEqual(2);
    expect(await countUnequal(test.database.database)).toBe(found.differing);
    const [kept] = await sql('SELECT examples FROM equality_check ORDER BY checked_at DESC LIMIT 1');
    const of = { pledge_id: second?.pledge_id, revision: 1, name: 'card_pledges_1h', live: 7 };
    expect(kept?.['examples']).toEqual(
      expect.arrayContaining([
        { ...of, other: 1, by: 'sql' },
        { ...of, other: 1, by: 'replay' },
      ]),
    );
    await change(1);
    expect(await check()).toMatchObject({ differing: 0 });
    expect(await countUnequal(test.database.database)).toBe(0);
  });

  it('looks at no pledge twice, however few there are', async () => {
    expect((await check()).answers).toBe(pledges.length);
  });
});
