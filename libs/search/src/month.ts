/** The UTC month of a time in ms, as YYYY-MM. */
export const monthOf = (time: number): string => new Date(time).toISOString().slice(0, 7);

/** The month so many months before that of a time; after it, when negative. */
export function monthsBefore(time: number, months: number): string {
  const date = new Date(time);
  return monthOf(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - months));
}

/** Milliseconds at which a month (YYYY-MM) begins. */
export const monthStart = (month: string): number => Date.parse(`${month}-01T00:00:00Z`);
