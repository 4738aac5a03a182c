import { compileSnapshot, type CompiledExperiment, type CompiledSnapshot, type UnitType } from '#libs/bucketing';
import { clientPayloadOf, type ClientPayload } from '../growthbook/client-payload.js';
import { flagSnapshotOf, type FlagSnapshot } from './flag-snapshot.js';
import type { StoredDefinitions } from './definitions.js';

/** All experiments and flags at one version, compiled: immutable, one a process, swapped whole. */
export interface Snapshot {
  /** When that version came to be, milliseconds since 1970. */
  readonly changedAt: number;
  readonly compiled: CompiledSnapshot;
  /** Keys of what is served when a caller names none: everything that has started and was not stopped. */
  readonly served: readonly string[];
  /** Keys of the experiments that what units were given before is asked for. */
  readonly sticky: ReadonlySet<string>;
  /** Whose exposures each experiment knows: its own unit's, and those of what that was known by before. */
  readonly units: ReadonlyMap<string, ReadonlySet<UnitType>>;
  /** The variants of each experiment. */
  readonly variants: ReadonlyMap<string, ReadonlySet<string>>;
  readonly flags: FlagSnapshot;
  readonly clientPayload: ClientPayload;
}

/** Where everybody gets the same, nothing is asked for. */
const isRemembered = ({ sticky, answers }: CompiledExperiment): boolean => sticky !== null && answers.everyone === null;

export async function snapshotOf(stored: StoredDefinitions): Promise<Snapshot> {
  const { definitions, flags, groups, version, changedAt } = stored;
  const compiled = compileSnapshot(definitions, version);
  const flagSnapshot = await flagSnapshotOf(flags, groups, definitions);
  return Object.freeze({
    changedAt,
    compiled,
    sticky: new Set([...compiled.experiments.values()].filter(isRemembered).map(({ key }) => key)),
    served: definitions.filter(({ state }) => state !== 'draft' && state !== 'stopped').map(({ key }) => key),
    units: new Map(
      definitions.map(({ key, unit, sticky }) => [
        key,
        new Set([unit, ...(sticky?.fallback ? [sticky.fallback] : [])]),
      ]),
    ),
    variants: new Map(definitions.map(({ key, variants }) => [key, new Set(variants.map((one) => one.key))])),
    flags: flagSnapshot,
    clientPayload: await clientPayloadOf(flagSnapshot, changedAt),
  });
}
