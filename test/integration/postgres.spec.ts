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
      await client.query({ name, text: `PREPARE probe AS ${text}` }).then(
        () => client.query('DEALLOCATE probe'),
        (error: Error) => failures.push(`${name}: ${error.message}`),
      );
    }
    client.release();
    expect(failures).toEqual([]);
  });

  it('keeps an audit that only grows', async () => {
    await expect(test.database.pool.query('DELETE FROM audit')).rejects.toThrow('audit only grows');
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
