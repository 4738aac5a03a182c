import type { EntityName, SourceBody, SourceTableBody } from '#libs/contracts';
import type { Transaction } from '#libs/postgres';
import { builtInKey, builtInSource, builtInTables } from './built-in-source.js';

export interface SourceRow {
  readonly key: string;
  readonly definition: SourceBody;
}

export interface SourceTableRow {
  readonly source: string;
  readonly name: string;
  readonly definition: SourceTableBody;
}

/** A source with one of its tables. */
export interface WantedTable {
  readonly source: SourceRow;
  readonly table: SourceTableRow;
}

/** All sources, the built-in one last. */
export async function listSources(database: Transaction): Promise<SourceRow[]> {
  const own = await database.query<SourceRow>('source/list_sources');
  return [...own, { key: builtInKey, definition: builtInSource }];
}

/** All tables of all sources. */
export async function listTables(database: Transaction): Promise<SourceTableRow[]> {
  const own = await database.query<SourceTableRow>('source/list_tables');
  return [...own, ...builtIn(own)];
}

export async function findSource(database: Transaction, key: string): Promise<SourceRow | undefined> {
  if (key === builtInKey) return { key, definition: builtInSource };
  return database.maybeOne<SourceRow>('source/find_source', { key });
}

export async function findTable(
  database: Transaction,
  source: string,
  name: string,
): Promise<SourceTableRow | undefined> {
  if (source !== builtInKey) return database.maybeOne<SourceTableRow>('source/find_table', { source, name });
  return (await listTables(database)).find((table) => table.source === source && table.name === name);
}

/** Whichever of its tables the company has none of its own for is still pulled, but is not what the product reads. */
function builtIn(own: readonly SourceTableRow[]): SourceTableRow[] {
  const mapped = new Set<EntityName | undefined>(own.map(({ definition }) => definition.entity?.name));
  return Object.entries(builtInTables).map(([name, definition]) => ({
    source: builtInKey,
    name,
    definition: mapped.has(definition.entity?.name) ? { ...definition, entity: null } : definition,
  }));
}
