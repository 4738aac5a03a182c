import { resolve } from 'node:path';
import type { z } from 'zod';
import type { ObjectLocation } from '#libs/contracts';
import { pathOf } from './path-url.js';

/**
 * DuckDB in a file, or a server that speaks PostgreSQL's protocol. `spillBytes`: of disk, for what does not fit into memory
 * while it is computed.
 */
export type WarehouseConfig =
  | { readonly engine: 'duckdb'; readonly path: string; readonly spillBytes: number }
  | { readonly engine: 'postgres'; readonly url: string; readonly spillBytes: number }
  /** `role`: the ARN of the role with which the cluster reads the buckets. */
  | { readonly engine: 'redshift'; readonly url: string; readonly role: string };

const bytesOfGigabyte = 1_000_000_000;

interface Values {
  readonly WAREHOUSE_URL?: string | undefined;
  readonly WAREHOUSE_IAM_ROLE?: string | undefined;
  readonly WAREHOUSE_SPILL_GB: number;
  readonly BUCKET_URL?: ObjectLocation | undefined;
}

/** Redshift fetches the buckets by itself: it needs a place that it can reach, and leave to do so. */
export function requireRedshiftAccess(values: Values, context: z.RefinementCtx): void {
  if (values.WAREHOUSE_URL?.startsWith('redshift:') !== true) return;
  const ask = (path: string, message: string): void =>
    context.addIssue({ code: 'custom', path: [path], message: `${message}, since WAREHOUSE_URL is redshift://` });
  if (values.BUCKET_URL?.kind !== 's3') ask('BUCKET_URL', 'set it to s3://…');
  if (values.WAREHOUSE_IAM_ROLE === undefined) ask('WAREHOUSE_IAM_ROLE', 'set it to a role that may read the bucket');
}

export function warehouseConfig(values: Values, dataFolder: string): WarehouseConfig {
  const { WAREHOUSE_URL: url } = values;
  const spillBytes = Math.round(values.WAREHOUSE_SPILL_GB * bytesOfGigabyte);
  if (url === undefined) return { engine: 'duckdb', path: resolve(dataFolder, 'warehouse.duckdb'), spillBytes };
  if (url.startsWith('redshift:'))
    return { engine: 'redshift', url: url.replace('redshift:', 'postgres:'), role: values.WAREHOUSE_IAM_ROLE ?? '' };
  if (url.startsWith('postgres')) return { engine: 'postgres', url, spillBytes };
  return { engine: 'duckdb', path: pathOf(url, 'duckdb:'), spillBytes };
}
