import { newId, type Clock, type ListEntryBody } from '#libs/contracts';
import type { Transaction } from '#libs/postgres';
import type { GeoRole } from '#libs/geo';

/** A pledge turned out to be fraud, or an issuer warned of it. Times are µs. */
export interface FraudSubject {
  readonly pledge_id: string;
  readonly backer: string | null;
  readonly card: string | null;
  readonly device: string | null;
  readonly project: string | null;
  /** When it happened: windows that end before it do not count it. */
  readonly occurred_at: number;
  /** Who was judged from then on knew of it. */
  readonly stamp: number;
  /** The import that told it … */
  readonly import_id?: string;
  /** … and from when on its own pledges knew of it. */
  readonly import_stamp?: number;
}

/** Entries that somebody made, or took away. */
export interface EntriesSubject extends Pick<ListEntryBody, 'list' | 'kind'> {
  /** Canonical. */
  readonly values: readonly string[];
  /** The first version of the lists that has them, or has them no more. */
  readonly lists_version: number;
}

/** A version of a kind of geography that came into the warehouse. */
export interface GeographySubject {
  readonly geo_version: number;
  readonly geo_kind: GeoRole;
  /** RFC 3339. */
  readonly valid_from: string;
}

/** What became known after pledges were scored; its kind is the cause of the revisions that it makes. */
export type Signal =
  | { readonly kind: 'known_fraud'; readonly subject: FraudSubject }
  | { readonly kind: 'list_entry' | 'list_removal'; readonly subject: EntriesSubject }
  | { readonly kind: 'geo_database'; readonly subject: GeographySubject };

/** In the transaction that makes it known; a job brings it to the pledges that it touches. */
export async function noteSignal(transaction: Transaction, clock: Clock, { kind, subject }: Signal): Promise<void> {
  await transaction.query('late_signal/insert_signal', {
    id: newId(clock),
    kind,
    subject: JSON.stringify(subject),
    created_at: new Date(clock.now()),
  });
}

/** In the transaction that completes an import: its frauds become known to whom they touch. */
export async function noteImportedFrauds(transaction: Transaction, clock: Clock, import_id: string): Promise<void> {
  const now = clock.now();
  await transaction.query('late_signal/insert_imported_frauds', {
    import_id,
    stamp: now * 1_000,
    created_at: new Date(now),
  });
}
