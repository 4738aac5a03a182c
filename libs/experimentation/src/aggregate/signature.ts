import { createHash } from 'node:crypto';
import type { AggregateAsked } from './aggregate-line.js';

/** UTC without a zone, as TIMESTAMP reads it in every engine. */
export const timestamp = (time: Date): string => time.toISOString().replace('T', ' ').replace('Z', '');

const longAgo = '0001-01-01 00:00:00';
const never = '9999-12-31 00:00:00';

/** What decides which exposures count, as far as it is about what happened before a moment. */
export function exposureParameters(asked: AggregateAsked, before: Date) {
  const { experiment, unit, startedAt, enrolmentEndsAt, pauses, phasesFrom } = asked;
  const earlier = (time: Date): Date => (time < before ? time : before);
  const paused = pauses.filter(({ from }) => from < before);
  const phases = [longAgo, ...phasesFrom.filter((from) => from < before).map(timestamp)];
  return {
    experiment,
    unit_type: unit,
    started_at: timestamp(startedAt),
    enrolled_before: timestamp(earlier(enrolmentEndsAt ?? before)),
    pauses: paused.map(({ from, until }) => `${timestamp(from)}/${timestamp(earlier(until ?? before))}`).join(';'),
    pause_count: paused.length,
    phases: phases.map((from, index) => `${from}/${phases[index + 1] ?? never}`).join(';'),
    phase_count: phases.length,
  };
}

/** Two that are the same say the same about what happened before: what was read for one is right for the other. */
export const signatureOf = (...parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex');
