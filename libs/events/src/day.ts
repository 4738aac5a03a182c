const dayMs = 86_400_000;

/** The UTC day of a time in ms, as YYYY-MM-DD. */
export const dayOf = (time: number): string => dayText(Math.floor(time / dayMs));

/** Days since 1970 as YYYY-MM-DD. */
export const dayText = (day: number): string => new Date(day * dayMs).toISOString().slice(0, 10);

export const daysBefore = (time: number, days: number): string => dayOf(time - days * dayMs);
