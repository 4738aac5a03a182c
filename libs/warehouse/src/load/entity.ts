import { entityColumns, type EntityName, type Snapshot } from '#libs/contracts';
import { columnList, qualified, quoted, sqlType } from '../sql-text.js';
import type { WarehouseSession } from '../warehouse.js';

/** Where the product reads a company's projects, backers, pledges and rates. */
const tables: Readonly<Record<EntityName, string>> = {
  project: 'project',
  backer: 'backer',
  pledge: 'pledge_state',
  rate: 'rate',
};

const keys: Readonly<Record<EntityName, readonly string[]>> = {
  project: ['project_id'],
  backer: ['backer_id'],
  pledge: ['pledge_id'],
  rate: ['currency', 'day'],
};

interface EntitySource {
  readonly table_name: string;
  /** YYYY-MM-DD. */
  readonly snapshot_on: string;
}

/**
 * Makes the newest snapshot of a mapped table what the product reads; an older one than what is there changes nothing.
 * @returns why the snapshot cannot stand for the entity, and then the entity stays as it was.
 */
export async function replaceEntity(
  session: WarehouseSession,
  table: string,
  { day }: Snapshot,
  { name, map }: NonNullable<Snapshot['entity']>,
): Promise<{ readonly rule: string; readonly text: string } | undefined> {
  const { rows } = await session.query<EntitySource>('entity/find_entity', { entity: name });
  const [known] = rows;
  // Another table than the one that was mapped before stands for it from its first day on, whichever that is.
  if (known?.table_name === table && known.snapshot_on > day) return undefined;
  const columns = Object.entries(entityColumns[name]).filter(([ours]) => map[ours] !== undefined);
  const source = (ours: string): string => `entity_row.${quoted(map[ours] ?? '')}`;
  const present = columns.filter(([, { required }]) => required).map(([ours]) => `  AND ${source(ours)} IS NOT NULL`);
  const slots = { table: qualified(table), present: present.join('\n') };
  const key = keys[name].map((ours) => `  ${source(ours)}`).join(',\n');
  const repeated = await session.query<{ repeated: number }>(
    'entity/count_repeated',
    { snapshot_on: day },
    { ...slots, key },
  );
  if ((repeated.rows[0]?.repeated ?? 0) > 0)
    return {
      rule: 'entity_key',
      text: `${keys[name].map((ours) => map[ours]).join(', ')} does not tell rows of ${name} apart`,
    };
  await session.query('entity/delete_entity', {}, { entity: tables[name] });
  await session.query(
    'entity/insert_entity',
    { snapshot_on: day },
    {
      ...slots,
      entity: tables[name],
      columns: columnList(columns.map(([ours]) => ours)),
      values: columns
        .map(([ours, { type }]) => `  CAST(${source(ours)} AS ${sqlType(type)}) AS ${quoted(ours)}`)
        .join(',\n'),
    },
  );
  await session.query('entity/delete_source', { entity: name });
  await session.query('entity/insert_source', { entity: name, table_name: table, snapshot_on: day });
  return undefined;
}
