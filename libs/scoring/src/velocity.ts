import type { Family } from './feature.js';

/** What an observation can be counted by. Values are canonical text (see risk.md: keys are typed and canonical). */
export type EntityName =
  'ip' | 'ip_network' | 'device' | 'card' | 'backer' | 'email' | 'address' | 'project' | 'creator' | 'bin';

export const entityNames: readonly EntityName[] = [
  'ip',
  'ip_network',
  'device',
  'card',
  'backer',
  'email',
  'address',
  'project',
  'creator',
  'bin',
];

export type Entities = { readonly [Name in EntityName]?: string | undefined };

export type ObservationKind = 'pledge' | 'label' | 'outcome';

/**
 * One thing that happened, as the velocity features see it. It never changes: a revision is an observation of its own.
 * Times are whole microseconds since 1970-01-01T00:00:00Z; `observedAt` is the stamp, unique and strictly increasing.
 */
export interface Observation extends Entities {
  readonly kind: ObservationKind;
  readonly occurredAt: number;
  readonly observedAt: number;
  /** The epoch in which it was stamped; 0 where the caller has only one. */
  readonly epoch?: number;
  readonly pledgeId: string;
  readonly revision?: number;
  /** Whole minor units of the company's currency. A revision carries only its difference; 0 if unknown. */
  readonly amount: number;
  /** Of a label: `fraud` or `not_fraud`. Of an outcome: its kind (`declined`, `authorised`, `collected`, …). */
  readonly category?: string | undefined;
}

/** The pledge whose features are asked for: its window's end `e`, its stamp `s`, its epoch and its entities. */
export interface VelocityPoint extends Entities {
  /** `e`, µs: live, the stamp itself; late, the pledge's own time; re-scoring, the first assessment's. */
  readonly windowEnd: number;
  /** `s`, µs: only what was observed strictly before counts. */
  readonly stamp: number;
  readonly epoch?: number;
}

export type Aggregate = 'count' | 'sum' | 'distinct' | 'seconds_since';

/**
 * A velocity feature. Its value is over the observations of `kind` (and `category`, if given) that share all values of
 * `entity` with the pledge, with occurredAt in [e − window, e) and observedAt < s:
 * - `count`: how many, revisions included;
 * - `sum`: their amounts, minor units of the company's currency;
 * - `distinct`: different values of `of`; observations without one do not count;
 * - `seconds_since`: from the latest occurredAt to e; unknown if there is none.
 * Unknown if the pledge lacks a value of `entity`. This data is compiled to the Redis program and to SQL.
 */
export interface VelocityDefinition {
  readonly name: string;
  readonly kind: ObservationKind;
  readonly category?: string;
  /** One entity, or the pair whose values must both agree. */
  readonly entity: readonly [EntityName] | readonly [EntityName, EntityName];
  readonly aggregate: Aggregate;
  /** What is counted once (`distinct` only). */
  readonly of?: EntityName;
  readonly windowSeconds: number;
  readonly family: Family;
  readonly description: string;
}

/** The entity's values on this pledge or observation, in the definition's order; undefined if one is missing. */
export function entityValues(entity: readonly EntityName[], holder: Entities): readonly string[] | undefined {
  const values: string[] = [];
  for (const name of entity) {
    const value = holder[name];
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values;
}
