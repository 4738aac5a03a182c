import type { Scheduled } from './schedule.js';

const minuteMs = 60_000;
/** What a worker that is well needs; later than this is worth saying. */
const promptMs = minuteMs;

/** Who wanted it when, how much later it came, and what they said to it. */
export function noteOf({ at, note, scheduledBy }: Scheduled, now: Date): string {
  const lateMs = now.getTime() - at.getTime();
  const late = lateMs > promptMs ? `; ${lateness(lateMs)} late, since no worker could do it before` : '';
  const said = note === null ? '' : ` ${note}`;
  return `Scheduled by ${scheduledBy.name} for ${minute(at)}${late}.${said}`;
}

const minute = (time: Date): string => `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

function lateness(ms: number): string {
  const minutes = Math.floor(ms / minuteMs);
  const hours = Math.floor(minutes / 60);
  if (hours === 0) return `${minutes} min`;
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} days`;
}
