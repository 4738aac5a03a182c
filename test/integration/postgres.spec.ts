import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../support/database.js';

describe('the services’ database', () => {
  let test: TestDatabase;
  beforeAll(async () => {
    test = await testDatabase();
  });
  afterAll(() => test.close());

  it('prepares every statement of the catalogue on the migrated schema', async () => {
    const client = await test.database.pool.connect();
    const failures: string[] = [];
    for (const name of test.database.catalogue.names()) {
      if (name.startsWith('migration/')) continue;
      const { text } = test.database.catalogue.statement(name);
      if (text.includes('/*{')) continue;
      // What PostgreSQL does not prepare changes nothing here, and is run.
      const isPrepared = !/^ANALYZE\b/m.test(text);
      await client.query({ name, text: isPrepared ? `PREPARE probe AS ${text}` : text }).then(
        () => (isPrepared ? client.query('DEALLOCATE probe') : undefined),
        (error: Error) => failures.push(`${name}: ${error.message}`),
      );
    }
    client.release();
    expect(failures).toEqual([]);
  });

  it('keeps an audit that only grows', async () => {
    await expect(test.database.pool.query('DELETE FROM audit')).rejects.toThrow('audit only grows');
  });

  it('survives the loss of a connection that is held and idle: the next statement of its transaction fails', async () => {
    const work = test.database.transaction(async (transaction) => {
      await transaction.query('migration/list_migrations');
      const { rows } = await test.database.pool.query(
        `SELECT pg_terminate_backend(pid, 5000) AS ended FROM pg_stat_activity
         WHERE datname = current_database() AND state = 'idle in transaction'`,
      );
      expect(rows).toEqual([{ ended: true }]);
      await new Promise((resolve) => setTimeout(resolve, 100));
      await transaction.query('migration/list_migrations');
    });
    await expect(work).rejects.toThrow(/not queryable|terminat/);
    expect(await test.database.query('migration/list_migrations')).not.toEqual([]);
  });

  it('rolls back the whole transaction on an error', async () => {
    const work = test.database.transaction(async (transaction) => {
      await transaction.query('migration/insert_migration', { name: 'x', checksum: 'y' });
      throw new Error('no');
    });
    await expect(work).rejects.toThrow('no');
    const rows = await test.database.query<{ name: string }>('migration/list_migrations');
    expect(rows.map((row) => row.name)).not.toContain('x');
  });
});
