import { entityValues } from './velocity.js';
import type { Observation, VelocityDefinition, VelocityPoint } from './velocity.js';
import { velocityCatalogue } from './velocity-catalogue.js';

const microsecondsPerSecond = 1_000_000;

/** Is it within the pledge's window and knowledge? occurred_at in [e − w, e), observed_at < s, of this or an earlier epoch. */
function counts(definition: VelocityDefinition, observation: Observation, point: VelocityPoint): boolean {
  if (observation.kind !== definition.kind) return false;
  if (definition.category !== undefined && observation.category !== definition.category) return false;
  if (definition.entity.some((name) => observation[name] !== point[name])) return false;
  return (
    observation.occurredAt >= point.windowEnd - definition.windowSeconds * microsecondsPerSecond &&
    observation.occurredAt < point.windowEnd &&
    observation.observedAt < point.stamp &&
    (observation.epoch ?? 0) <= (point.epoch ?? 0)
  );
}

/** One feature by its definition, reading every observation: slow and obviously right. */
export function velocityValue(
  definition: VelocityDefinition,
  observations: readonly Observation[],
  point: VelocityPoint,
): number | undefined {
  if (entityValues(definition.entity, point) === undefined) return undefined;
  const window = observations.filter((observation) => counts(definition, observation, point));
  switch (definition.aggregate) {
    case 'count':
      return window.length;
    case 'sum':
      return window.reduce((total, observation) => total + observation.amount, 0);
    case 'distinct': {
      const { of } = definition;
      if (of === undefined) throw new Error(`velocity ${definition.name} counts distinct values of nothing`);
      return new Set(window.map((observation) => observation[of]).filter((value) => value !== undefined)).size;
    }
    case 'seconds_since': {
      if (window.length === 0) return undefined;
      const latest = window.reduce((time, observation) => Math.max(time, observation.occurredAt), -Infinity);
      return (point.windowEnd - latest) / microsecondsPerSecond;
    }
  }
}

/**
 * The contract of the velocity features, executable: what the Redis program and the SQL form must equal, number for
 * number. Order of `observations` does not matter. Time is (definitions × observations): for tests.
 */
export function velocityValues(
  observations: readonly Observation[],
  point: VelocityPoint,
  definitions: readonly VelocityDefinition[] = velocityCatalogue,
): Record<string, number | undefined> {
  return Object.fromEntries(
    definitions.map((definition) => [definition.name, velocityValue(definition, observations, point)]),
  );
}
