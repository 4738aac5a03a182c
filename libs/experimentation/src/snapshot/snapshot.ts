import { compileSnapshot, type CompiledExperiment, type CompiledSnapshot, type UnitType } from '#libs/bucketing';
import { clientPayloadOf, type ClientPayload } from '../growthbook/client-payload.js';
import { rampedAt } from '../flag/ramp.js';
import { flagSnapshotOf, type FlagSnapshot } from './flag-snapshot.js';
import type { StoredDefinitions } from './definitions.js';

/** All experiments and flags at one version, compiled: immutable, one a process, swapped whole. */
export interface Snapshot {
  /** Another text for each thing that is answered by: the version, and the step of a ramp that came since. */
  readonly revision: string;
  /** When the next step of a ramp is due, milliseconds since 1970; Infinity without one. */
  readonly until: number;
  /** The last step of a ramp before it; -Infinity without one. */
  readonly since: number;
  /** When what is answered by came to be, milliseconds since 1970. */
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
  /** Keys of the experiments whose variants a client's key may ask for: `qa`. */
  readonly forceable: ReadonlySet<string>;
  readonly flags: FlagSnapshot;
  readonly clientPayload: ClientPayload;
}

/** Where everybody gets the same, nothing is asked for. */
const isRemembered = ({ sticky, answers }: CompiledExperiment): boolean => sticky !== null && answers.everyone === null;

/** @param now milliseconds since 1970: how far ramps have come */
export async function snapshotOf(stored: StoredDefinitions, now: number): Promise<Snapshot> {
  const { definitions, groups, version } = stored;
  const { flags, since, until } = rampedAt(stored.flags, now);
  const changedAt = Math.max(stored.changedAt, since);
  const compiled = compileSnapshot(definitions, version);
  const flagSnapshot = await flagSnapshotOf(flags, groups, definitions);
  return Object.freeze({
    revision: since === -Infinity ? String(version) : `${version}.${since}`,
    since,
    until,
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
    forceable: new Set(definitions.filter(({ qa }) => qa === true).map(({ key }) => key)),
    flags: flagSnapshot,
    clientPayload: await clientPayloadOf(flagSnapshot, changedAt),
  });
}
