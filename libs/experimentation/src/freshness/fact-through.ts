import type { EntityName, FactDataThrough, TableDataThrough } from '#libs/contracts';
import type { EntityTables, LoadedTables } from './loaded-tables.js';

/** What is known of how far the warehouse is. */
export interface KnownThrough extends LoadedTables {
  /** Of the product's own log. */
  readonly log: Date;
  readonly entities: EntityTables;
}

/** What the log does not tell: a company's own tables, and what is made of them. */
const withoutLog = new Set(['published.project', 'published.backer', 'published.live_project_day']);
/** No row of these comes late: a rate holds until the next. */
const timeless = new Set(['published.integers', 'published.rate']);
const ofEvents = new Set(['published.event', 'published.identity', 'published.marked_unit']);
const entityOf: Readonly<Record<string, EntityName>> = {
  'published.project': 'project',
  'published.live_project_day': 'project',
  'published.backer': 'backer',
  'published.pledge': 'pledge',
  'published.pledge_geo': 'pledge',
  'published.pledge_country_day': 'pledge',
};

/**
 * The tables behind relations that a fact reads, each once. A pledge is told by the log and, where a company maps its own table,
 * by that too; a relation that the product does not load has no time of its own (`undefined`).
 *
 * @param relations as `CheckedSelect` has them: `published.pledge`, `finance.ledger`
 */
export function tablesBehind(relations: readonly string[], known: KnownThrough): Map<string, Date | null | undefined> {
  const tables = new Map<string, Date | null | undefined>();
  for (const relation of relations) {
    if (timeless.has(relation)) continue;
    if (!relation.startsWith('published.')) {
      tables.set(relation, relation.startsWith('snapshot.') ? loadedBy(known, relation) : undefined);
      continue;
    }
    if (!withoutLog.has(relation)) tables.set('log', known.log);
    const entity = entityOf[relation];
    const table = entity === undefined ? undefined : known.entities.get(entity);
    if (table !== undefined) tables.set(table, loadedBy(known, table));
    if (ofEvents.has(relation)) for (const [name, through] of known.events) tables.set(name, through);
  }
  return tables;
}

const loadedBy = ({ snapshots }: KnownThrough, table: string): Date | null => snapshots.get(table) ?? null;

/** Through when a fact is known, by its tables; `latest` is its newest row, for those that the product does not load. */
export function factThrough(
  { key, version }: { readonly key: string; readonly version: number },
  tables: ReadonlyMap<string, Date | null | undefined>,
  latest: Date | null,
): FactDataThrough {
  const each = [...tables].map(([table, through]): TableDataThrough => {
    const at = through === undefined ? latest : through;
    return { table, data_through: at?.toISOString() ?? null };
  });
  return { fact: key, version, data_through: leastOf(each), tables: each };
}

/** The same of a reading that is cut: nothing later is in it. */
export const cutAt = (facts: readonly FactDataThrough[], cut: Date): FactDataThrough[] =>
  facts.map((one) => ({ ...one, data_through: earlier(one.data_through, cut.toISOString()) }));

const earlier = (through: string | null, cut: string): string | null =>
  through === null || through < cut ? through : cut;

/** Null where one of them is not there at all. A fact without a table is known for ever, and through nothing that ends. */
function leastOf(tables: readonly TableDataThrough[]): string | null {
  let least = endless;
  for (const { data_through } of tables) {
    if (data_through === null) return null;
    if (data_through < least) least = data_through;
  }
  return least;
}

const endless = '9999-12-31T00:00:00.000Z';
