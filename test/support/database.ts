import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { projectRoot } from '#libs/config';
import { writeReadyMade } from '#libs/experimentation';
import { createPool, Database, migrate, SqlCatalogue } from '#libs/postgres';

const migrations = join(projectRoot(), 'sql/postgres/migrations');
const template = 'verdict_template';

export interface TestDatabase {
  readonly database: Database;
  readonly url: string;
  /** Another with the same content: whoever is connected to this one is cut off. */
  copy(): Promise<TestDatabase>;
  close(): Promise<void>;
}

/** A migrated database of this test file's own, cloned from a template that the first file makes. */
export async function testDatabase(): Promise<TestDatabase> {
  const server = process.env['TEST_POSTGRES_URL'];
  if (server === undefined) throw new Error('The test servers were not started.');
  await administer(server, async (client) => {
    await client.query('SELECT pg_advisory_lock(1)');
    const { rows } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [template]);
    if (rows.length === 0) await makeTemplate(server, client);
  });
  return copyOf(server, template);
}

async function copyOf(server: string, original: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await administer(server, async (client) => {
    // One at a time: nobody can copy what somebody else copies, or is connected to.
    await client.query('SELECT pg_advisory_lock(1)');
    await client.query(`ALTER DATABASE ${original} ALLOW_CONNECTIONS FALSE`);
    await client.query('SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1', [original]);
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${original}`);
    await client.query(`ALTER DATABASE ${original} ALLOW_CONNECTIONS TRUE`);
  });
  const url = withDatabase(server, name);
  const pool = createPool(url, { max: 10, applicationName: 'test' });
  return {
    database: new Database(pool, SqlCatalogue.load(join(projectRoot(), 'sql/postgres'))),
    url,
    copy: () => copyOf(server, name),
    close: async () => {
      await pool.end();
      await administer(server, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
    },
  };
}

async function makeTemplate(server: string, client: pg.Client): Promise<void> {
  await client.query(`CREATE DATABASE ${template}_new`);
  const pool = createPool(withDatabase(server, `${template}_new`), { max: 1, applicationName: 'template' });
  await migrate(pool, migrations);
  const database = new Database(pool, SqlCatalogue.load(join(projectRoot(), 'sql/postgres')));
  const catalogue = SqlCatalogue.load(join(projectRoot(), 'sql/warehouse'));
  const written = { catalogue, at: new Date(), commit: 'test' };
  await database.transaction((transaction) => writeReadyMade(transaction, written));
  await pool.end();
  await client.query(`ALTER DATABASE ${template}_new RENAME TO ${template}`);
}

async function administer(server: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function withDatabase(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}
