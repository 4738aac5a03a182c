import type { HealthState } from '#libs/http';
import type { Spool } from './spool.js';

/** What readiness says of a spool: waiting is survived, and what nobody can take needs somebody. */
export function spoolState(spool: Pick<Spool<unknown>, 'bytes' | 'deadLetters'>): HealthState {
  const [bytes, dead] = [spool.bytes(), spool.deadLetters()];
  const notes = [
    ...(bytes === 0 ? [] : [`${bytes} bytes wait`]),
    ...(dead === 0 ? [] : [`${dead} entries were refused and set aside`]),
  ];
  return notes.length === 0 ? 'ok' : { degraded: notes.join(', ') };
}
