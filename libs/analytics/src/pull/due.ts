import { dayAt } from '#libs/contracts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Further back a schedule asks for nothing: that is a person's decision. */
export const daysBack = 31;

/** A pull that ended well. */
export interface GoodPull {
  readonly day: string;
  /** Milliseconds. */
  readonly startedAt: number;
}

export interface Rhythm {
  /** UTC. */
  readonly atHour: number;
  /** True where a day has data of its own (files, exports, events); else there is only how it is now. */
  readonly daily: boolean;
}

/** When a schedule asked last. */
export function lastAsked(now: number, { atHour }: Pick<Rhythm, 'atHour'>): number {
  const today = Math.floor(now / dayMs) * dayMs + atHour * hourMs;
  return today <= now ? today : today - dayMs;
}

/**
 * The days that are to be pulled now, the oldest first. What is only known as it is now is due once for each time that the
 * schedule asked, however many were missed; of what has days, each day since the first that was pulled is due, when it is
 * over.
 */
export function dueDays(now: number, rhythm: Rhythm, good: readonly GoodPull[]): string[] {
  const asked = lastAsked(now, rhythm);
  if (!rhythm.daily) return good.some(({ startedAt }) => startedAt >= asked) ? [] : [dayAt(now)];
  const last = Math.floor(asked / dayMs) * dayMs - dayMs;
  const there = new Set(good.map(({ day }) => day));
  const earliest = dayAt(last - (daysBack - 1) * dayMs);
  const first = [...there].filter((day) => day >= earliest).sort()[0] ?? dayAt(last);
  const days: string[] = [];
  for (let time = Date.parse(first); time <= last; time += dayMs) if (!there.has(dayAt(time))) days.push(dayAt(time));
  return days;
}
