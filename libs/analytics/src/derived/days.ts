import { dayAt } from '#libs/contracts';

const dayMs = 86_400_000;

/** Days as YYYY-MM-DD, UTC. */
export const addDays = (day: string, days: number): string => dayAt(Date.parse(day) + days * dayMs);

/** From the first to before the second. */
export const daysBetween = (from: string, until: string): number =>
  Math.round((Date.parse(until) - Date.parse(from)) / dayMs);
