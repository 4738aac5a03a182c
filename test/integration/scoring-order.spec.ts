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

  it('are a repeat of the answer before them, and of no later one', async () => {
    const first = await score(pledgeBody());
    const at = await asOf(first);
    const again = await unstored(first, { as_of: at + 1, stamp: at + 1 });
    expect(await writer.store([again])).toMatchObject([{ repeated: true, row: { id: first.id } }]);
    const before = await unstored(first, { as_of: at - 1, stamp: at - 1 });
    expect(await writer.store([before])).toMatchObject([{ repeated: false, row: { id: before.row.id } }]);
    expect(await revisions(first.pledge_id)).toEqual([
      { id: first.id, revision: 1, latest: true },
      { id: before.row.id, revision: 2, latest: false },
    ]);
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
