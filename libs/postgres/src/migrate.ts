import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';

/** One lock for all that migrate: several processes may start at once, one does the work, the others wait for it. */
const migrationLock = 7_318_227_001;

/**
 * Applies the numbered files of a folder that the database has not seen, each in a transaction of its own, in order.
 * @returns the names of those that were applied.
 * @throws Error when a file that was applied has since been changed.
 */
export async function migrate(pool: pg.Pool, folder: string): Promise<string[]> {
  const client = await pool.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    await client.query(readFileSync(join(folder, '..', 'migration', 'create_migration.sql'), 'utf8'));
    const { rows } = await client.query<{ name: string; checksum: string }>(
      readFileSync(join(folder, '..', 'migration', 'list_migrations.sql'), 'utf8'),
    );
    const applied = new Map(rows.map((row) => [row.name, row.checksum]));
    const pending = migrationFiles(folder).filter((file) => isPending(file, applied));
    for (const file of pending) await apply(client, file, folder);
    return pending.map(({ name }) => name);
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [migrationLock]).catch(() => undefined);
    client.release();
  }
}

interface MigrationFile {
  readonly name: string;
  readonly text: string;
  readonly checksum: string;
}

function migrationFiles(folder: string): MigrationFile[] {
  return readdirSync(folder)
    .filter((name) => /^\d{4}_\w+\.sql$/.test(name))
    .toSorted()
    .map((name) => {
      const text = readFileSync(join(folder, name), 'utf8');
      return { name, text, checksum: createHash('sha256').update(text).digest('hex') };
    });
}

function isPending(file: MigrationFile, applied: ReadonlyMap<string, string>): boolean {
  const checksum = applied.get(file.name);
  if (checksum !== undefined && checksum !== file.checksum)
    throw new Error(`The migration ${file.name} was changed after it had been applied; add a new one instead.`);
  return checksum === undefined;
}

async function apply(client: pg.PoolClient, file: MigrationFile, folder: string): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(file.text);
    await client.query(readFileSync(join(folder, '..', 'migration', 'insert_migration.sql'), 'utf8'), [
      file.name,
      file.checksum,
    ]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw new Error(`The migration ${file.name} failed: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
