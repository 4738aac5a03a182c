import { expect, it } from '@jest/globals';
import { testDatabase } from '../support/database.js';

it('drops old days of the log whatever plan the database chooses, and keeps the others', async () => {
  const test = await testDatabase();
  const client = await test.database.pool.connect();
  try {
    await client.query(`SELECT make_event_partitions('event_identity', '2026-08-01', '2026-08-31')`);
    // With a hash join the names of all tables are read as days before the partitions are chosen.
    await client.query('SET enable_nestloop = off');
    const { rows } = await client.query(`SELECT drop_event_identities('2026-08-11') AS dropped`);
    expect(rows).toEqual([{ dropped: 10 }]);
    const left = await client.query(
      `SELECT count(*)::INTEGER AS days FROM list_event_partitions('event_identity', '2026-09-01')`,
    );
    expect(left.rows).toEqual([{ days: 21 }]);
  } finally {
    client.release();
    await test.close();
  }
});
