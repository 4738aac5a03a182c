import type { GeoLoadView, NewGeoLoad } from '#libs/contracts';
import { notFound } from '#libs/errors';
import type { Database, Transaction } from '#libs/postgres';

/** What a load was asked for. */
export interface GeoLoadRequest extends NewGeoLoad {
  /** Of the files in the order of `paths`, where only these very bytes are meant. */
  readonly sha256s?: readonly string[];
}

/** A load as it is stored. */
export type GeoLoadRow = Omit<GeoLoadView, 'paths' | 'addresses'> & { readonly request: GeoLoadRequest };

export function listGeoLoads(database: Database | Transaction, limit: number, kind?: string): Promise<GeoLoadRow[]> {
  return database.query<GeoLoadRow>('geo_load/list_loads', { id: null, kind: kind ?? null, row_limit: limit });
}

/** @throws VerdictError `not_found` */
export async function findGeoLoad(database: Database | Transaction, id: string): Promise<GeoLoadRow> {
  const row = await database.maybeOne<GeoLoadRow>('geo_load/list_loads', { id, kind: null, row_limit: 1 });
  if (row === undefined) throw notFound(`No load ${id} of geography.`);
  return row;
}

export function geoLoadView({ request: { paths, addresses }, ...row }: GeoLoadRow): GeoLoadView {
  const { id, geo_version, ...rest } = row;
  return { id, geo_version, paths, addresses, ...rest };
}
