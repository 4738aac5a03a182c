import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { describeMysql, type MysqlDatabase } from '../../../test/support/mysql.js';
import { connectionOptions } from './connection-options.js';
import { MysqlSnapshot } from './mysql-snapshot.js';

describeMysql('a snapshot of a MySQL database', (make) => {
  let server: MysqlDatabase;
  beforeAll(async () => {
    server = await make();
    const rows = Array.from({ length: 20_000 }, (_, id) => `(${id}, 1, REPEAT('x', 500))`);
    await server.connection.query('CREATE TABLE numbered (id INT PRIMARY KEY, n INT, filler TEXT)');
    await server.connection.query(`INSERT INTO numbered VALUES ${rows.join(',')}`);
  });
  afterAll(() => server.close());

  const rows = 'SELECT id, n, filler FROM numbered WHERE id >= ?';

  it('is of one moment, whatever statement asks', async () => {
    const snapshot = await MysqlSnapshot.open(server.url);
    await server.connection.query('UPDATE numbered SET n = 2');
    expect(await snapshot.query('SELECT COUNT(*), SUM(n) FROM "numbered"')).toEqual([['20000', '20000']]);
    await server.connection.query('DELETE FROM numbered WHERE id < 100');
    const found: (string | undefined)[] = [];
    for await (const [, n] of snapshot.stream(rows, ['10'])) found.push(n?.toString());
    expect(found).toHaveLength(19_990);
    expect(new Set(found)).toEqual(new Set(['1']));
    await expect(snapshot.query('DELETE FROM numbered')).rejects.toThrow(/READ ONLY/);
    snapshot.close();
  });

  it('takes a text for a text, whatever is in it', async () => {
    const snapshot = await MysqlSnapshot.open(server.url);
    const hostile = `\\' OR 1 = 1 -- "`;
    expect(await snapshot.query('SELECT ?, COUNT(*) FROM numbered WHERE filler = ?', [hostile, hostile])).toEqual([
      [hostile, '0'],
    ]);
    snapshot.close();
  });

  it('ends with an error when it is closed, or the server ends it, in the middle', async () => {
    for (const cut of ['close', 'kill']) {
      const snapshot = await MysqlSnapshot.open(server.url);
      const [[id] = []] = await snapshot.query('SELECT CONNECTION_ID()');
      const reading = (async () => {
        let count = 0;
        for await (const _ of snapshot.stream(rows, ['0'])) {
          if (++count !== 500) continue;
          if (cut === 'close') snapshot.close();
          else await server.connection.query(`KILL ${id}`);
        }
      })();
      await expect(reading).rejects.toThrow(/given up|closed|lost|interrupted/i);
      snapshot.close();
    }
  });
});

describe('the URL of a MySQL server', () => {
  it('tells where it is, and lets no option through', () => {
    const options = connectionOptions(
      'mysql://me:p%40ss@[::1]:3307/shop?ssl=verify&flags=LOCAL_FILES&multipleStatements=true',
    );
    expect(options).toMatchObject({
      host: '::1',
      port: 3_307,
      user: 'me',
      password: 'p@ss',
      database: 'shop',
      ssl: { rejectUnauthorized: true, verifyIdentity: true },
    });
    expect(options).not.toHaveProperty('flags');
    expect(options).not.toHaveProperty('multipleStatements');
  });

  it.each([
    'postgres://me:secret@host/shop',
    'secret',
    'mysql://me:secret@host',
    'mysql://me:secret@host/shop?ssl=maybe',
  ])('is not one of %#, of which nothing is told', (url) => {
    expect(() => connectionOptions(url)).toThrow(/^It takes mysql:(?!.*secret)/);
  });
});
