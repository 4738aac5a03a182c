import type pg from 'pg';
import type { SqlCatalogue } from '#libs/postgres';
import { PostgresWarehouse, type PostgresWarehouseOptions } from '../postgres/postgres-warehouse.js';
import { RedshiftSession, type LoadError } from './redshift-session.js';

export interface RedshiftWarehouseOptions extends PostgresWarehouseOptions {
  /** The ARN of the role with which the cluster reads the buckets. */
  readonly role: string;
}

/** Amazon Redshift. It speaks PostgreSQL's protocol and reads the buckets by itself; see docs/adr for what has been tried. */
export class RedshiftWarehouse extends PostgresWarehouse {
  constructor(
    catalogue: SqlCatalogue,
    private readonly redshift: RedshiftWarehouseOptions,
  ) {
    super(catalogue, redshift, 'redshift');
  }

  protected override session(client: pg.PoolClient): RedshiftSession {
    const { objects, role } = this.redshift;
    return new RedshiftSession(client, this.book, objects, {
      role,
      // The transaction of the COPY is lost by then: another connection tells what was wrong.
      loadErrors: async (session_id) => (await this.query<LoadError>('load/list_load_errors', { session_id })).rows,
    });
  }
}
