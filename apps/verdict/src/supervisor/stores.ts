import { join } from 'node:path';
import { delimiter } from 'node:path';
import pg from 'pg';
import { projectRoot, sourceCommit, type Config } from '#libs/config';
import { writeReadyMade } from '#libs/experimentation';
import { createPool, Database, migrate, SqlCatalogue } from '#libs/postgres';
import { createRedis } from '#libs/redis';
import { freePort } from '../hosts/free-port.js';
import type { HostName } from '../hosts/host.js';
import { KeptHost } from '../hosts/kept-host.js';
import { PlainError } from '../plain-error.js';
import type { DataFolder, Secrets } from './data-folder.js';

export interface Stores {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  /** What was started here, in the order of starting. */
  readonly hosts: readonly KeptHost[];
}

/** Starts a host that is kept, and gives its port. */
type Keep = (name: HostName, options: object) => Promise<number>;

const patienceMs = 3_000;
const owner = 'verdict_owner';
const service = 'verdict';

export interface StoreOptions {
  readonly config: Config;
  readonly folder: DataFolder;
  /** Where a redis-server may be. */
  readonly searchPath: string;
  /** What becomes of a store while others use it. */
  readonly onWarning: (sentence: string) => void;
}

/** Starts what no URL replaces, and migrates. */
export async function startStores({ config, folder, searchPath, onWarning }: StoreOptions): Promise<Stores> {
  const secrets = folder.secrets();
  const hosts: KeptHost[] = [];
  const keep = async (name: HostName, options: object): Promise<number> => {
    const port = await freePort();
    hosts.push(await KeptHost.start(name, { ...options, port }, onWarning));
    return port;
  };
  try {
    const databaseUrl = config.databaseUrl ?? (await embeddedPostgres(folder, secrets, keep));
    const redisUrl = config.redisUrl ?? (await embeddedRedis(secrets, searchPath, keep));
    await migrateDatabase(databaseUrl);
    if (config.redisUrl !== undefined && !(await answers(config.redisUrl)))
      onWarning(
        `The Redis of REDIS_URL (${new URL(config.redisUrl).host}) does not answer: scores are degraded and jobs wait until it does.`,
      );
    return { databaseUrl, redisUrl, hosts };
  } catch (error) {
    for (const host of hosts.toReversed()) await host.stop();
    throw error;
  }
}

/** @throws PlainError when the database cannot be reached. */
export async function migrateDatabase(url: string): Promise<string[]> {
  const pool = createPool(url, { max: 1, applicationName: 'verdict-migrate', statementTimeoutMs: 0 });
  try {
    const applied = await migrate(pool, join(projectRoot(), 'sql/postgres/migrations'));
    const database = new Database(pool, SqlCatalogue.load(join(projectRoot(), 'sql/postgres')));
    const catalogue = SqlCatalogue.load(join(projectRoot(), 'sql/warehouse'));
    const written = { catalogue, at: new Date(), commit: sourceCommit(projectRoot()) };
    await database.transaction((transaction) => writeReadyMade(transaction, written));
    return applied;
  } catch (error) {
    throw new PlainError(
      `The database could not be prepared: ${error instanceof Error ? error.message || String(error) : String(error)}`,
    );
  } finally {
    await pool.end();
  }
}

/** Whether a Redis lets us in within a few seconds. */
async function answers(url: string): Promise<boolean> {
  const redis = createRedis(url, { name: 'verdict-start' });
  try {
    return await new Promise((resolve) => {
      redis.once('ready', () => resolve(true));
      setTimeout(resolve, patienceMs, false);
    });
  } finally {
    redis.disconnect();
  }
}

async function embeddedPostgres(folder: DataFolder, secrets: Secrets, keep: Keep): Promise<string> {
  const port = await keep('postgres', {
    folder: join(folder.path, 'postgres'),
    user: owner,
    password: secrets.postgresOwner,
  });
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: owner,
    password: secrets.postgresOwner,
    database: 'postgres',
  });
  await client.connect();
  try {
    await ensureService(client, secrets.postgresService);
  } finally {
    await client.end();
  }
  return `postgres://${service}:${encodeURIComponent(secrets.postgresService)}@127.0.0.1:${port}/${service}`;
}

/** The services' role owns their tables and is no superuser: what it is tricked into, it cannot do. */
async function ensureService(client: pg.Client, password: string): Promise<void> {
  const { rows } = await client.query<{ found: boolean }>(
    'SELECT count(*) > 0 AS found FROM pg_roles WHERE rolname = $1',
    [service],
  );
  if (rows[0]?.found !== true)
    await client.query(
      `CREATE ROLE ${service} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD ${client.escapeLiteral(password)}`,
    );
  const databases = await client.query('SELECT datname FROM pg_database WHERE datname = $1', [service]);
  if (databases.rows.length === 0) await client.query(`CREATE DATABASE ${service} OWNER ${service}`);
}

async function embeddedRedis(secrets: Secrets, searchPath: string, keep: Keep): Promise<string> {
  const port = await keep('redis', {
    password: secrets.redis,
    searchPath: searchPath.split(delimiter).filter((entry) => entry !== ''),
  });
  return `redis://:${encodeURIComponent(secrets.redis)}@127.0.0.1:${port}`;
}
