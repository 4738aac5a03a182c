import { z } from 'zod';
import { timeSchema } from '../stored-time.js';

/** What a geographic database is about; of each, one is valid at a time. */
export const geoKinds = [
  'city',
  'asn',
  'anonymous',
  'connection_type',
  'domain',
  'ip_risk',
  'residential_proxy',
  'static_ip_score',
  'user_count',
  'density_income',
] as const;

/** 16,777,216 addresses: a /8, or as much in pieces. */
export const mostSingleAddresses = 2 ** 24;

const kind = z.enum(geoKinds);

export const newGeoLoadSchema = z
  .strictObject({
    paths: z.array(z.string().min(1).max(4_096)).min(1).max(32).meta({
      description: 'files on the server: .mmdb, GeoIP2’s CSV as .zip, folder or files; all of one kind, one version',
    }),
    kind: kind.optional().meta({ description: 'as the files say of themselves unless said' }),
    valid_from: timeSchema.optional().meta({
      description:
        'from when on events are looked up in it; unless said from ever for the first of its kind, from its building for one newer than the others, from now for an older one',
    }),
    addresses: z
      .array(z.string().min(1).max(64))
      .max(256)
      .default([])
      .meta({ description: 'IPv4 networks that are exploded to single addresses too, 16,777,216 addresses at most' }),
  })
  .meta({ id: 'NewGeoLoad' });

export const geoLoadListSchema = z.strictObject({
  kind: kind.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export type GeoKind = (typeof geoKinds)[number];
export type NewGeoLoad = z.infer<typeof newGeoLoadSchema>;
export type GeoLoadList = z.infer<typeof geoLoadListSchema>;

export interface GeoLoadFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What a load brought into the warehouse. */
export interface GeoLoadCounts {
  readonly ipv4_ranges: number;
  readonly ipv6_ranges: number;
  /** Rows that the ranges were exploded to. */
  readonly ipv4_rows: number;
  readonly ipv6_rows: number;
  readonly facts: number;
  readonly addresses: number;
  /** Addresses of one bucket of the IPv4 table: 65536 is a /16. */
  readonly bucket_size: number;
}

export interface GeoLoadView {
  readonly id: string;
  /** What its rows are named by in the warehouse. */
  readonly geo_version: number;
  readonly paths: readonly string[];
  readonly addresses: readonly string[];
  /** This and what follows of the files is null until they were read. */
  readonly kind: GeoKind | null;
  readonly database_type: string | null;
  readonly built_at: Date | null;
  readonly files: readonly GeoLoadFile[] | null;
  readonly valid_from: Date | null;
  /** Null: still valid, or not in the warehouse. */
  readonly valid_until: Date | null;
  readonly counts: GeoLoadCounts | null;
  readonly job_id: string | null;
  /** `dropped`: it was in the warehouse and is not any more, by age or because another took its place. */
  readonly state: 'pending' | 'running' | 'done' | 'failed' | 'cancelled' | 'dropped';
  readonly error: string | null;
  readonly created_by: string;
  readonly created_at: Date;
  readonly finished_at: Date | null;
}
