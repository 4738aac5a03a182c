import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Audit } from '#libs/access';
import { AuditChainHandler, AuditVerifier } from '#libs/trust';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { Pipeline } from '../support/pipeline.js';
import { until } from '../support/until.js';

describe('the chain of the audit', () => {
  let test: TestDatabase;
  let pipeline: Pipeline;
  let audit: Audit;
  let verifier: AuditVerifier;

  beforeAll(async () => {
    test = await testDatabase();
    pipeline = new Pipeline(test.database, Date.now());
    await pipeline.open();
    audit = new Audit(test.database, pipeline.clock);
    verifier = new AuditVerifier(test.database, pipeline.objects);
  });
  afterAll(async () => {
    await pipeline.close();
    await test.close();
  });

  const context = { hold: () => Promise.resolve(), signal: new AbortController().signal };
  const chain = () => new AuditChainHandler(test.database, pipeline.log, pipeline.clock).run({}, context);
  /** Transactions of other tests on this server hold the chain back as long as they last. */
  const settled = () =>
    until(async () => {
      await chain();
      return (await verifier.verify()).unchained === 0;
    });
  const record = (count: number, transaction = test.database) =>
    Promise.all(
      Array.from({ length: count }, (_, index) =>
        audit.record(transaction, {
          action: 'rule.edit',
          subjectKind: 'rule',
          subjectId: `r${index}`,
          after: { amount: index, name: 'é' },
        }),
      ),
    );
  /** As somebody would who owns the tables: the triggers are in the way of everybody else. */
  const tamper = async (sql: string): Promise<void> => {
    await test.database.pool.query(
      'ALTER TABLE audit DISABLE TRIGGER ALL; ALTER TABLE audit_chain DISABLE TRIGGER ALL',
    );
    await test.database.pool.query(sql);
    await test.database.pool.query('ALTER TABLE audit ENABLE TRIGGER ALL; ALTER TABLE audit_chain ENABLE TRIGGER ALL');
  };

  it('of nothing is intact', async () => {
    expect(await verifier.verify()).toMatchObject({ intact: true, batches: 0, head: null, broken: null });
  });

  it.each(['audit', 'audit_chain'])('takes rows of %s and changes none', async (table) => {
    await record(1);
    await settled();
    for (const sql of [`UPDATE ${table} SET rowid = 1`, `DELETE FROM ${table}`, `TRUNCATE ${table}`]) {
      const statement = sql.replace('rowid = 1', table === 'audit' ? `actor_id = 'x'` : `hash = 'x'`);
      await expect(test.database.pool.query(statement)).rejects.toThrow(`${table} only grows`);
    }
  });

  it('holds every row once, in batches, whoever makes it longer at once', async () => {
    await record(2_500);
    await Promise.all([chain(), chain(), chain()]);
    await settled();
    const found = await verifier.verify();
    expect(found).toMatchObject({ intact: true, rows: 2_502, unchained: 0, broken: null });
    expect(found.batches).toBeGreaterThanOrEqual(4);
  });

  it('waits for what commits late, and passes over none of it', async () => {
    const client = await test.database.pool.connect();
    await client.query('BEGIN');
    await record(1, test.database.on(client) as typeof test.database);
    await record(5);
    expect(await chain()).toEqual({ rows: 0 });
    expect(await verifier.verify()).toMatchObject({ intact: true, unchained: 5 });
    await client.query('COMMIT');
    client.release();
    await settled();
    expect(await verifier.verify()).toMatchObject({ intact: true, rows: 2_508 });
  });

  it('is confirmed by the buckets', async () => {
    await pipeline.settle();
    const { batches, confirmed } = await verifier.verify();
    expect(confirmed).toBe(batches);
  });

  it.each([
    ['a changed row', `UPDATE audit SET actor_name = 'nobody' WHERE id = 20`, /not what was chained/],
    ['a changed detail', `UPDATE audit SET after = '{"amount": 7}' WHERE id = 30`, /not what was chained/],
    ['a changed time', `UPDATE audit SET at = at + INTERVAL '1 microsecond' WHERE id = 31`, /not what was chained/],
    ['a removed row', 'DELETE FROM audit WHERE id = 40', /has \d+ rows, and \d+ were chained/],
    ['a removed batch', 'DELETE FROM audit_chain WHERE batch = 3', /batch 3 is missing/],
    ['a removed end', 'DELETE FROM audit_chain WHERE batch = (SELECT MAX(batch) FROM audit_chain)', /chain has not/],
    ['another hash', `UPDATE audit_chain SET previous_hash = 'x' WHERE batch = 2`, /does not follow/],
  ])('finds %s', async (_, sql, detail) => {
    const kept = await test.database.pool.query('SELECT * FROM audit ORDER BY id');
    const chained = await test.database.pool.query('SELECT * FROM audit_chain ORDER BY batch');
    await tamper(sql);
    const found = await verifier.verify();
    expect(found.intact).toBe(false);
    expect(found.broken?.detail).toMatch(detail);
    await restore(kept.rows, chained.rows);
    expect((await verifier.verify()).intact).toBe(true);
  });

  it('that was made anew to fit a changed row is found by the buckets', async () => {
    await tamper(`UPDATE audit SET actor_name = 'nobody' WHERE id = 20; DELETE FROM audit_chain`);
    const anew = new AuditChainHandler(test.database, pipeline.log, pipeline.clock);
    await anew.run({}, context);
    await pipeline.settle();
    expect(await verifier.verify()).toMatchObject({ intact: false, broken: { batch: 1 } });
  });

  async function restore(rows: readonly object[], batches: readonly object[]): Promise<void> {
    await tamper('DELETE FROM audit; DELETE FROM audit_chain');
    await test.database.pool.query(
      `INSERT INTO audit OVERRIDING SYSTEM VALUE SELECT * FROM jsonb_populate_recordset(NULL::audit, $1::jsonb)`,
      [JSON.stringify(rows)],
    );
    await test.database.pool.query(
      `INSERT INTO audit_chain SELECT * FROM jsonb_populate_recordset(NULL::audit_chain, $1::jsonb)`,
      [JSON.stringify(batches)],
    );
  }
});
