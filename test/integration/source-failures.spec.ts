import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort } from '../support/servers.mjs';
import { sourceAdmin, SourceTest } from '../support/sources.js';

const secret = 'hush-hush';

/** The database of the tests' own server, with something wrong. */
function wrong(change: (url: URL) => void): string {
  const url = new URL(process.env['TEST_POSTGRES_URL'] ?? '');
  change(url);
  return url.href;
}

describe('a source that cannot be read', () => {
  let sources: SourceTest;
  beforeAll(async () => {
    sources = await SourceTest.start('2026-03-10', {
      SOURCE_PASSWORD_URL: wrong((url) => (url.password = secret)),
      SOURCE_USER_URL: wrong((url) => (url.username = secret)),
      SOURCE_DATABASE_URL: wrong((url) => (url.pathname = '/nowhere')),
      SOURCE_TABLE_URL: wrong(() => undefined),
      SOURCE_PORT_URL: `postgres://me:${secret}@127.0.0.1:${await freePort()}/shop`,
      SOURCE_HOST_URL: `mysql://me:${secret}@host.invalid/shop`,
      SOURCE_KIND_URL: `oracle://me:${secret}@host/shop`,
    });
  });
  afterAll(() => sources.close());

  it.each([
    ['password', 'postgres', 'it refuses the user or the password (28P01)', true],
    ['user', 'postgres', 'it refuses the user', true],
    ['database', 'postgres', 'it has no such database (3D000)', true],
    ['table', 'postgres', 'There is no table rows, or the user may not see it', true],
    ['port', 'postgres', 'cannot be reached: nobody listens there (ECONNREFUSED)', false],
    ['host', 'mysql', 'cannot be reached: its name', false],
    ['kind', 'mysql', 'It takes mysql://USER:PASSWORD@HOST:PORT/DATABASE', true],
    ['unset', 'mysql', 'SOURCE_UNSET_URL is not set where the worker runs', true],
  ])('says why without its secret: %s', async (key, kind, why, isFinal) => {
    await sources.define(key, { kind }, { rows: {} });
    const { pulls } = await sources.pulls.request(key, { table: 'rows', again: false }, sourceAdmin);
    const failure = await sources.run(pulls[0]?.pull.id ?? '').catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Error);
    expect((failure as Error).message).toContain(why);
    expect((failure as Error).message).not.toContain(secret);
    // What will not pass by itself fails at once; anything else is tried again.
    expect((failure as { kind?: string }).kind).toBe(isFinal ? 'invalid' : undefined);
  });

  it('leaves nothing behind that could be loaded', async () => {
    await sources.load();
    const { rows } = await sources.test.database.pool.query("SELECT state FROM bucket_batch WHERE state = 'closed'");
    expect(rows).toEqual([]);
  });

  it('is not begun without the key that hashes', async () => {
    const plain = await SourceTest.start('2026-03-10', { SOURCE_HASH_KEY: '' });
    plain.file('a.csv', 'id,email\n');
    const location = `file:${plain.folder}`;
    await plain.define(
      'shop',
      { kind: 'files', location },
      { rows: { from: 'a.csv', columns: [{ name: 'email', use: 'hash' }] } },
    );
    await expect(plain.pull('shop', 'rows')).rejects.toThrow('SOURCE_HASH_KEY is not set');
    await plain.close();
  });
});
