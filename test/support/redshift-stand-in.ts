import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { openObjectStore } from '#libs/objects';
import type { RedshiftCluster } from './redshift.js';
import { answerCopy, copyOf, type FailedLine } from './redshift-copy.js';
import { statementWire } from './redshift-wire.js';
import { s3Location, s3Servers } from './s3.js';
import { warehouseCatalogue } from './warehouse.js';

export interface StandIn {
  readonly cluster: RedshiftCluster;
  close(): Promise<void>;
}

/**
 * The tests' PostgreSQL, with as much of Redshift before it as our own code notices: it takes the table definitions, loads by
 * COPY from S3 with a manifest, and keeps load errors in the system's table. So the code that runs a Redshift is run: its
 * transactions, what it does about errors, what counts once. It is no Redshift and proves nothing about one: its types, its
 * planner, its locks and its messages are PostgreSQL's, or what AWS documents.
 */
export async function startRedshiftStandIn(): Promise<StandIn> {
  const server = new URL(process.env['TEST_POSTGRES_URL'] ?? '');
  const template = `redshift_${randomBytes(6).toString('hex')}`;
  await on(server, server.pathname, (client) => client.query(`CREATE DATABASE ${template}`));
  await on(server, `/${template}`, furnish);
  const [s3] = s3Servers;
  const place = await s3?.start();
  if (place === undefined) throw new Error('There is no S3 server.');
  // A URL names an object by its bucket and its whole key.
  const bucket = await openObjectStore({ ...place.location, prefix: '' });
  const root = `s3://${s3Location(place.url).bucket}/`;
  const source = {
    read: async (url: string) => {
      const name = url.slice(root.length);
      return (await bucket.exists(name)) ? bucket.read(name) : undefined;
    },
    // Where a test has taken the table away nothing is kept.
    keep: (database: string, failed: FailedLine) =>
      on(server, `/${database}`, (client) => client.query(insertError, Object.values(failed)).catch(() => undefined)),
  };
  const wire = await statementWire(server, (text, behind) => {
    const copy = copyOf(text);
    return copy === undefined ? asPostgres(text, template) : answerCopy(copy, behind, source);
  });
  const url = new URL(server);
  url.port = String(wire.port);
  url.hostname = '127.0.0.1';
  return {
    cluster: {
      url: url.href.replace('postgres:', 'redshift:'),
      bucketUrl: place.url,
      role: 'arn:aws:iam::123456789012:role/stand-in',
    },
    close: async () => {
      await wire.close();
      await place.close();
      await on(server, server.pathname, (client) => client.query(`DROP DATABASE ${template} WITH (FORCE)`));
    },
  };
}

/** What Redshift reads and PostgreSQL does not: where rows lie, and two statements of an administrator, and the name of a group of queries. */
const asPostgres = (text: string, template: string): string =>
  text
    .replaceAll(/\n(DISTSTYLE \w+|DISTKEY \([\w"]+\)|SORTKEY \([\w", ]+\))/g, '')
    .replace(/^CREATE DATABASE \w+$/, (creation) => `${creation} TEMPLATE ${template}`)
    .replace(/ PASSWORD DISABLE$/, '')
    // A setting that PostgreSQL does not know has a name of two parts.
    .replace("'query_group'", "'stand_in.query_group'");

const insertError = `INSERT INTO sys_load_error_detail
  (query_id, session_id, start_time, file_name, line_number, column_name, error_message)
  SELECT COALESCE(MAX(query_id), 0) + 1, CAST($1 AS INTEGER), LOCALTIMESTAMP, $2, CAST($3 AS BIGINT), $4, $5
  FROM sys_load_error_detail`;

/** The functions and the table of the system, where every session finds them. */
async function furnish(client: pg.Client): Promise<void> {
  await client.query('SET allow_system_table_mods = on; SET search_path TO pg_catalog');
  for (const name of warehouseCatalogue.names().filter((one) => one.startsWith('engines/postgres/function/')))
    await client.query(warehouseCatalogue.statement(name).text);
  await client.query(`
    CREATE OR REPLACE FUNCTION version() RETURNS TEXT LANGUAGE sql STABLE
    RETURN 'PostgreSQL 8.0.2 on this machine, Redshift 0 (stand-in for its control flow)';
    CREATE TABLE sys_load_error_detail (
      query_id BIGINT, session_id INTEGER, start_time TIMESTAMP, file_name CHARACTER(256), line_number BIGINT,
      column_name CHARACTER(127), error_message CHARACTER(512)
    )`);
}

async function on(server: URL, path: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const url = new URL(server);
  url.pathname = path;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
