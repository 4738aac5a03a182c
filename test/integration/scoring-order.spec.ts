import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Assessment, ScoreRequest } from '#libs/contracts';
import { AssessmentWriter, ScoringService, type Unstored } from '#libs/trust';
import { pledgeBody, riskTest, type RiskTest } from '../support/risk.js';
import { until } from '../support/until.js';

const zero = '00000000-0000-0000-0000-000000000000';

describe('answers that are stored in another order than they were given', () => {
  let test: RiskTest;
  let writer: AssessmentWriter;

  beforeAll(async () => {
    test = await riskTest();
    writer = test.service.app.get(AssessmentWriter, { strict: false });
    await until(async () => (await score(pledgeBody())).degraded.length === 1);
  });
  afterAll(() => test.close());

  const rows = async (text: string, values: readonly unknown[] = []) =>
    (await test.database.database.pool.query(text, [...values])).rows;
  const score = (body: object): Promise<Assessment> =>
    test.service.app.get(ScoringService, { strict: false }).score(body as ScoreRequest, true);
  const revisions = (pledgeId: string) =>
    rows('SELECT id, revision, latest FROM assessment WHERE pledge_id = $1 ORDER BY revision', [pledgeId]);

  const asOf = async ({ id }: Assessment): Promise<number> => {
    const [{ as_of }] = (await rows('SELECT as_of FROM assessment WHERE id = $1', [id])) as [{ as_of: number }];
    return as_of;
  };

  /** An answer as it would wait in the spool: what is stored of `like`, with these differences. */
  async function unstored(like: Assessment, changes: Readonly<Record<string, unknown>>): Promise<Unstored> {
    const { database } = test.database;
    const [row] = await database.query<Unstored['row']>('assessment/find_assessments', { ids: [like.id] });
    const [{ token }] = (await rows('SELECT token FROM velocity_epoch ORDER BY epoch DESC LIMIT 1')) as [
      { token: string },
    ];
    if (row === undefined) throw new Error('Nothing is stored.');
    const changed = { ...row, id: randomUUID(), revision: null, ...changes };
    return { row: changed, stampedBy: 'store', token, entities: {}, occurredAt: null, difference: 0, velocity: {} };
  }

  it('keep the one that was asked last as the latest, and lose none', async () => {
    const first = await score(pledgeBody());
    const raised = await score({
      ...pledgeBody(),
      pledge: { id: first.pledge_id, project_id: 'p', amount: 9_000, currency: 'USD' },
    });
    const between = Math.floor(((await asOf(first)) + (await asOf(raised))) / 2);
    const late = await unstored(first, { as_of: between, stamp: between, body_hash: 'another' });
    const [stored] = await writer.store([late]);
    expect(stored).toMatchObject({ repeated: false, row: { revision: 3 } });
    expect(await revisions(first.pledge_id)).toEqual([
      { id: first.id, revision: 1, latest: false },
      { id: raised.id, revision: 2, latest: true },
      { id: late.row.id, revision: 3, latest: false },
    ]);
  });

  it('are a repeat of the answer before or after them: who stores it first need not be who was asked first', async () => {
    const first = await score(pledgeBody());
    const at = await asOf(first);
    for (const as_of of [at + 1, at - 1]) {
      const again = await unstored(first, { as_of, stamp: as_of });
      expect(await writer.store([again])).toMatchObject([{ repeated: true, row: { id: first.id, revision: 1 } }]);
    }
    expect(await revisions(first.pledge_id)).toEqual([{ id: first.id, revision: 1, latest: true }]);
  });

  it('are no repeat across another body', async () => {
    const first = await score(pledgeBody());
    const at = await asOf(first);
    const raised = await unstored(first, { as_of: at + 2, stamp: at + 2, body_hash: 'raised' });
    const back = await unstored(first, { as_of: at + 4, stamp: at + 4 });
    for (const item of [raised, back]) expect(await writer.store([item])).toMatchObject([{ repeated: false }]);
    const between = await unstored(first, { as_of: at + 1, stamp: at + 1, body_hash: 'raised' });
    expect(await writer.store([between])).toMatchObject([{ repeated: true, row: { id: raised.row.id } }]);
    expect((await revisions(first.pledge_id)).map(({ id }) => id)).toEqual([first.id, raised.row.id, back.row.id]);
  });

  it('are stamped without Redis where Redis gives no stamps: above all stored, in the second half of a millisecond', async () => {
    const { database } = test.database;
    const next = async (now: number): Promise<number> =>
      (await database.one<{ stamp: number }>('velocity/next_stamp', { now, origin: zero })).stamp;
    const stored = await asOf(await score(pledgeBody()));
    const later = Math.ceil(stored / 1_000) * 1_000 + 5_000_000;
    expect(await next(later)).toBe(later + 500);
    const ahead = await next(0);
    expect(ahead).toBeGreaterThan(stored);
    expect(ahead - stored).toBeLessThanOrEqual(1_500);
    expect(ahead % 1_000).toBeGreaterThanOrEqual(500);
    expect(ahead % 1_000).toBeLessThanOrEqual(900);
  });

  it('get another stamp, and are marked, when a transaction beside theirs gives the stamp to another pledge', async () => {
    const first = await score(pledgeBody());
    const stamp = (await asOf(first)) + 10;
    const item = await unstored(first, { as_of: stamp, stamp, pledge_id: 'collides', body_hash: 'other' });
    const client = await test.database.database.pool.connect();
    try {
      await client.query('BEGIN');
      await client.query(
        `INSERT INTO observation (origin, stamp, epoch, kind, occurred_at, pledge_id, live)
         VALUES ($1, $2, 1, 'pledge', $2, 'the other', TRUE)`,
        [zero, stamp],
      );
      const storing = writer.store([item]);
      const waiting = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()";
      await until(async () => (await rows(waiting)).length > 0);
      await client.query('COMMIT');
      const [stored] = await storing;
      expect(stored?.row.stamp).not.toBe(stamp);
      expect(stored?.row.degraded).toContain('epoch');
    } finally {
      client.release();
    }
    expect(await rows("SELECT count(*)::INT AS n FROM observation WHERE pledge_id = 'collides'")).toEqual([{ n: 1 }]);
  });
});
