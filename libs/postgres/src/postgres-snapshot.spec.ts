import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { testDatabase, type TestDatabase } from '../../../test/support/database.js';
import { PostgresSnapshot } from './postgres-snapshot.js';

describe('a snapshot of a PostgreSQL database', () => {
  let server: TestDatabase;
  beforeAll(async () => {
    server = await testDatabase();
    await server.database.pool.query('CREATE TABLE numbered AS SELECT id, 1 AS n FROM generate_series(1, 3000) AS id');
  });
  afterAll(() => server.close());

  const rows = 'SELECT id, n FROM numbered WHERE id > $1';

  async function all(snapshot: PostgresSnapshot): Promise<readonly (string | null)[][]> {
    const found: (string | null)[][] = [];
    for await (const cells of snapshot.stream(rows, [1_000])) found.push([...cells]);
    return found;
  }

  it('is of one moment, whatever statement asks', async () => {
    const snapshot = await PostgresSnapshot.open(server.url);
    expect(await snapshot.query('SELECT count(*) FROM numbered')).toEqual([['3000']]);
    await server.database.pool.query('UPDATE numbered SET n = 2');
    await server.database.pool.query('INSERT INTO numbered VALUES (3001, 2)');
    const found = await all(snapshot);
    expect(found).toHaveLength(2_000);
    expect(new Set(found.map(([, n]) => n))).toEqual(new Set(['1']));
    await expect(snapshot.query('DELETE FROM numbered')).rejects.toThrow('read-only transaction');
    await snapshot.close();
  });

  async function pidOf(snapshot: PostgresSnapshot): Promise<number> {
    const [[pid] = []] = await snapshot.query('SELECT pg_backend_pid()');
    return Number(pid);
  }

  /** The server's word, or the network's where the word is lost with the connection. */
  const ended = /terminat|ECONNRESET/;
  const end = (pid: number) => server.database.pool.query('SELECT pg_terminate_backend($1)', [pid]);

  it('ends with an error when it is closed, or the server ends it, in the middle', async () => {
    for (const cut of ['close', 'terminate']) {
      const snapshot = await PostgresSnapshot.open(server.url);
      const pid = await pidOf(snapshot);
      const reading = (async () => {
        let count = 0;
        for await (const _ of snapshot.stream(rows, [0])) {
          if (++count !== 500) continue;
          if (cut === 'close') await snapshot.close();
          else await end(pid);
        }
      })();
      await expect(reading).rejects.toThrow(cut === 'close' ? /closed/ : ended);
      await snapshot.close();
    }
  });

  it('says what ended the connection, also to a statement that comes long after', async () => {
    const snapshot = await PostgresSnapshot.open(server.url);
    await end(await pidOf(snapshot));
    for (const statement of ['SELECT pg_sleep(60)', 'SELECT 1'])
      await expect(snapshot.query(statement)).rejects.toThrow(ended);
    await snapshot.close();
  });

  it('says what is no URL, and nothing of it', async () => {
    for (const url of ['mysql://user:secret@host/name', 'secret'])
      await expect(PostgresSnapshot.open(url)).rejects.toThrow(/^It takes postgres:(?!.*secret)/);
  });
});
