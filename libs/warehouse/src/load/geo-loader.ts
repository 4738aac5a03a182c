import { columnDefinitions, columnList } from '../sql-text.js';
import type { CopyColumn, WarehouseSession } from '../warehouse.js';
import { bucketSize } from './geo-buckets.js';

/** A geographic database, staged as lines of JSON in objects. */
export interface GeoStaged {
  readonly version: number;
  readonly kind: string;
  readonly databaseType: string;
  readonly builtAt: Date;
  readonly validFrom: Date;
  /** Object names by table. */
  readonly objects: Readonly<Record<'ipv4' | 'ipv6' | 'fact', readonly string[]>>;
  /** Of the facts, without their number. */
  readonly factColumns: readonly CopyColumn[];
  /** IPv4 networks that are exploded to single addresses too; they do not overlap. */
  readonly addresses: readonly { readonly first: number; readonly last: number }[];
  /** Versions of the kind that stay, the ones that are valid last. */
  readonly kept: number;
}

export interface GeoLoaded {
  readonly ipv4_ranges: number;
  readonly ipv6_ranges: number;
  readonly ipv4_rows: number;
  readonly ipv6_rows: number;
  readonly facts: number;
  readonly addresses: number;
  readonly bucket_size: number;
  /** Versions that went: others have their time, or they are too old. */
  readonly dropped: readonly number[];
}

/** What was staged contradicts itself; nothing of it is loaded. */
export class UnsoundGeography extends Error {}

const required = (name: string, type: CopyColumn['type']): CopyColumn => ({ name, type, required: true });
const ipv4Columns = [required('lo', 'integer'), required('hi', 'integer'), required('fact', 'integer')];
const ipv6Columns = [
  required('lo', 'text'),
  required('hi', 'text'),
  required('digits', 'integer'),
  required('first_bucket', 'integer'),
  required('last_bucket', 'integer'),
  required('fact', 'integer'),
];
const tables = ['geo_load', 'geo_ipv4', 'geo_ipv6', 'geo_fact', 'geo_address'] as const;

interface Summary {
  readonly ipv4_ranges: number;
  readonly ipv6_ranges: number;
  readonly overlapping: number;
  readonly reversed: number;
  readonly factless: number;
  /** In addresses. */
  readonly widest_ipv4: number;
  /** In buckets. */
  readonly widest_ipv6: number;
}

/**
 * Puts a version in the place of what was known of it: a load that is repeated, or was cut short, counts once.
 * @throws UnsoundGeography when its ranges overlap, end before they begin, or have no fact; the transaction is lost then
 */
export async function loadGeo(session: WarehouseSession, staged: GeoStaged, loadedAt: Date): Promise<GeoLoaded> {
  const { version, factColumns } = staged;
  await stage(session, 'ipv4', ipv4Columns, staged);
  await stage(session, 'ipv6', ipv6Columns, staged);
  await stage(session, 'fact', [required('fact', 'integer'), ...factColumns], staged);
  for (const step of session.steps('geo/staged/')) await session.query(step);
  const { rows } = await session.query<Summary>('geo/summarise_staged');
  const summary = sound(rows[0]);
  const bucket_size = bucketSize(summary.ipv4_ranges, summary.widest_ipv4);
  await dropGeo(session, version);
  await session.query('geo/insert_number_ranges', {
    geo_version: version,
    bucket_size,
    widest: Math.ceil(summary.widest_ipv4 / bucket_size) + 1,
  });
  await session.query('geo/insert_text_ranges', { geo_version: version, widest: summary.widest_ipv6 });
  const columns = columnList(factColumns.map(({ name }) => name));
  await session.query('geo/insert_fact', { geo_version: version }, { columns });
  for (const { first, last } of staged.addresses)
    await session.query('geo/insert_address', { geo_version: version, first, last, bucket_size });
  await session.query('geo/insert_load', {
    geo_version: version,
    kind: staged.kind,
    database_type: staged.databaseType,
    built_at: staged.builtAt,
    valid_from: staged.validFrom,
    bucket_size,
    loaded_at: loadedAt,
  });
  for (const table of ['ipv4', 'ipv6', 'fact'])
    await session.query('geo/drop_staged', {}, { staged: stagedName(table) });
  const dropped = await retain(session, staged);
  await dateGeo(session);
  for (const step of session.steps('geo/settle/')) await session.query(step);
  const { rows: counted } = await session.query<Pick<GeoLoaded, 'ipv4_rows' | 'ipv6_rows' | 'facts' | 'addresses'>>(
    'geo/count_version',
    { geo_version: version },
  );
  const { ipv4_rows = 0, ipv6_rows = 0, facts = 0, addresses = 0 } = counted[0] ?? {};
  const { ipv4_ranges, ipv6_ranges } = summary;
  return { ipv4_ranges, ipv6_ranges, ipv4_rows, ipv6_rows, facts, addresses, bucket_size, dropped };
}

/** Says anew which version is valid when. */
export async function dateGeo(session: WarehouseSession): Promise<void> {
  await session.query('geo/delete_validity');
  await session.query('geo/insert_validity');
}

/** Takes a version out, if it is there. */
async function dropGeo(session: WarehouseSession, version: number): Promise<void> {
  for (const geo_table of tables) await session.query('geo/delete_version', { geo_version: version }, { geo_table });
}

async function retain(session: WarehouseSession, { kind, kept }: GeoStaged): Promise<number[]> {
  const { rows } = await session.query<{ geo_version: number }>('geo/list_superseded', { kind, kept });
  for (const { geo_version } of rows) await dropGeo(session, geo_version);
  return rows.map(({ geo_version }) => geo_version);
}

const stagedName = (table: string): string => `staged_geo_${table}`;

async function stage(
  session: WarehouseSession,
  table: 'ipv4' | 'ipv6' | 'fact',
  columns: readonly CopyColumn[],
  { objects }: GeoStaged,
): Promise<void> {
  const name = stagedName(table);
  await session.query('geo/drop_staged', {}, { staged: name });
  await session.query('staging/create_staged', {}, { table: name, columns: columnDefinitions(columns) });
  await session.copy({ table: name, columns }, objects[table]);
}

function sound(summary: Summary | undefined): Summary {
  if (summary === undefined) throw new Error('A count has no row.');
  const { overlapping, reversed, factless } = summary;
  if (overlapping + reversed + factless > 0)
    throw new UnsoundGeography(
      `Of its ranges ${overlapping} overlap and ${reversed} end before they begin; ${factless} facts are missing.`,
    );
  return summary;
}
