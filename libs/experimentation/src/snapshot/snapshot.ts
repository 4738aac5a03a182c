import { compileSnapshot, type CompiledSnapshot, type UnitType } from '#libs/bucketing';
import { flagSnapshotOf, type FlagSnapshot } from './flag-snapshot.js';
import type { StoredDefinitions } from './definitions.js';

/** All experiments and flags at one version, compiled: immutable, one a process, swapped whole. */
export interface Snapshot {
  readonly compiled: CompiledSnapshot;
  /** Keys of what is served when a caller names none: everything that has started and was not stopped. */
  readonly served: readonly string[];
  /** What each experiment is about. */
  readonly units: ReadonlyMap<string, UnitType>;
  /** The variants of each experiment. */
  readonly variants: ReadonlyMap<string, ReadonlySet<string>>;
  readonly flags: FlagSnapshot;
}

export async function snapshotOf({ definitions, flags, groups, version }: StoredDefinitions): Promise<Snapshot> {
  return Object.freeze({
    compiled: compileSnapshot(definitions, version),
    served: definitions.filter(({ state }) => state !== 'draft' && state !== 'stopped').map(({ key }) => key),
    units: new Map(definitions.map(({ key, unit }) => [key, unit])),
    variants: new Map(definitions.map(({ key, variants }) => [key, new Set(variants.map((one) => one.key))])),
    flags: await flagSnapshotOf(flags, groups, definitions),
  });
}
