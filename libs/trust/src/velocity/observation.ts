import type { Entities, FeatureValues, ObservationKind, VelocityDefinition } from '#libs/scoring';

/** The origin of what was observed live; an import has an id of its own. */
export const liveOrigin = '00000000-0000-0000-0000-000000000000';

/** What is asked of the velocity store in one step. Times are µs. */
export interface Sighting {
  /** What a repeat is known by: one for each pledge, or outcome. */
  readonly mark: string;
  readonly hash: string;
  readonly kind: ObservationKind;
  readonly category?: string | undefined;
  readonly pledgeId: string;
  readonly entities: Entities;
  /** Absent: it happens now, its stamp is its time. */
  readonly occurredAt?: number | undefined;
  /** Base minor units; absent: unknown. */
  readonly amount?: number | undefined;
  /** The amount is the pledge's whole, of which only the difference to its earlier revisions counts. */
  readonly replaces: boolean;
  /** The sum of the earlier revisions as Postgres has it; what is in flight is known better by the store. */
  readonly previousAmount: number;
  /** Whether its own window is asked for. */
  readonly read: boolean;
  /** False for a test key: nothing of it stays. */
  readonly record: boolean;
}

/** What the store answered; the same for every repeat while the mark is held. */
export interface Sighted {
  readonly repeated: boolean;
  readonly stamp: number;
  readonly epoch: number;
  readonly token: string;
  readonly values: FeatureValues;
  readonly occurredAt: number;
  /** What the amount adds to a sum. */
  readonly difference: number;
  /** Of the first request with this mark and body. */
  readonly kept: Kept;
}

/** What the sweeper needs to store an observation whose process died. */
export interface Kept {
  readonly kind: ObservationKind;
  readonly category: string | null;
  readonly pledgeId: string;
  readonly entities: Entities;
  readonly hash: string;
  readonly late: boolean;
}

export const keptOf = (sighting: Sighting): Kept => ({
  kind: sighting.kind,
  category: sighting.category ?? null,
  pledgeId: sighting.pledgeId,
  entities: sighting.entities,
  hash: sighting.hash,
  late: sighting.occurredAt !== undefined,
});

/** Reads the lines that a mark holds (libs/trust/lua/observe.lua). */
export function readMark(
  stamp: string,
  lines: string,
  definitions: readonly VelocityDefinition[],
): Omit<Sighted, 'repeated'> {
  const parts = lines.split('\n');
  const [, epoch, token, values, occurredAt, difference] = parts;
  return {
    stamp: Number(stamp),
    epoch: Number(epoch),
    token: token ?? '',
    values: readValues(values ?? '', definitions),
    occurredAt: Number(occurredAt),
    difference: Number(difference),
    kept: JSON.parse(parts.slice(6).join('\n')) as Kept,
  };
}

/** Values in the order of the catalogue, '' for unknown, a time since in µs. None at all when the window was not asked for. */
function readValues(text: string, definitions: readonly VelocityDefinition[]): FeatureValues {
  if (text === '') return {};
  const values = text.split(',');
  return Object.fromEntries(
    definitions.flatMap(({ name, aggregate }, index) => {
      const value = values[index];
      if (value === undefined || value === '') return [];
      return [[name, aggregate === 'seconds_since' ? Number(value) / 1_000_000 : Number(value)]];
    }),
  );
}
