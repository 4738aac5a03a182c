import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { loadConfig } from '#libs/config';
import { openObjectStore } from '#libs/objects';
import type { WarehouseUnderTest } from '../../libs/warehouse/testing/conformance.js';
import { RedshiftWarehouse } from '../../libs/warehouse/testing/engines.js';
import { warehouseCatalogue } from './warehouse.js';

/** A cluster on which suites make databases of their own, or what stands in for one. */
export interface RedshiftCluster {
  /** `redshift://…`, of a superuser. */
  readonly url: string;
  /** `s3://…`, where the cluster reads and this process writes. */
  readonly bucketUrl: string;
  /** The ARN of the role with which the cluster reads there. */
  readonly role: string;
}

const { REDSHIFT_TEST_URL: url, REDSHIFT_TEST_BUCKET_URL: bucketUrl, REDSHIFT_TEST_IAM_ROLE: role } = process.env;

/** The real one that the environment names; undefined without REDSHIFT_TEST_URL. */
export const redshiftCluster: RedshiftCluster | undefined =
  url === undefined || url === '' ? undefined : { url, bucketUrl: bucketUrl ?? '', role: role ?? '' };

/** A database and a place in the bucket that are the warehouse's own; both go when it is closed. */
export async function redshiftOn(cluster: RedshiftCluster): Promise<WarehouseUnderTest> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const config = loadConfig({
    WAREHOUSE_URL: withPath(cluster.url, `/${name}`),
    WAREHOUSE_IAM_ROLE: cluster.role,
    BUCKET_URL: withPath(cluster.bucketUrl, `${new URL(cluster.bucketUrl).pathname.replace(/\/$/, '')}/${name}`),
  });
  if (config.warehouse.engine !== 'redshift') throw new Error('REDSHIFT_TEST_URL is redshift://….');
  const objects = await openObjectStore(config.objects);
  const { url: own, role: reader } = config.warehouse;
  await administer(cluster, async (client) => {
    await client.query(`CREATE DATABASE ${name}`);
    // The administrator's part of what docs/guides/warehouse.md asks for; several suites may be at it.
    await client.query('CREATE USER verdict_reader PASSWORD DISABLE').catch(unlessThere);
  });
  let looking: pg.Client | undefined;
  const look = async (): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: own, types: lookedTypes });
    await client.connect();
    await client.query('SET search_path TO warehouse');
    await client.query("SET timezone TO 'UTC'");
    return client;
  };
  return {
    warehouse: new RedshiftWarehouse(warehouseCatalogue, { url: own, role: reader, objects, companyCurrency: 'USD' }),
    objects,
    // Its COPY reads `no` as FALSE.
    noTruth: 'perhaps',
    rows: async (sql) => (await (looking ??= await look()).query<Record<string, string | null>>(sql)).rows,
    close: async () => {
      await looking?.end();
      for (const object of await objects.list('')) await objects.delete(object);
      await administer(cluster, (client) => dropped(client, name));
    },
  };
}

const int8 = 20;
const date = 1082;

/** As the other engines' cells come to a suite that looks at them. */
const lookedTypes = {
  getTypeParser(oid: number, format?: 'text' | 'binary'): unknown {
    if (oid === int8) return Number;
    return oid === date ? String : pg.types.getTypeParser(oid, format);
  },
};

async function administer(cluster: RedshiftCluster, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: cluster.url.replace('redshift:', 'postgres:') });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function unlessThere(error: Error): void {
  if (!/already exists|duplicate key/.test(error.message)) throw error;
}

/** A connection that was closed a moment ago may still count as one. */
async function dropped(client: pg.Client, name: string): Promise<void> {
  for (let tries = 1; ; tries++)
    try {
      await client.query(`DROP DATABASE ${name}`);
      return;
    } catch (error) {
      if (tries === 50 || !/being accessed|in use/.test(String(error))) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
}

function withPath(text: string, path: string): string {
  const changed = new URL(text);
  changed.pathname = path;
  return changed.href;
}
