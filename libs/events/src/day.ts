const dayMs = 86_400_000;

/** The UTC day of a time in ms, as YYYY-MM-DD. */
export const dayOf = (time: number): string => dayText(Math.floor(time / dayMs));

const texts = new Map<number, string>();
const textLimit = 10_000;

/** Days since 1970 as YYYY-MM-DD. Remembered: a batch of events asks for the same few days thousands of times. */
export function dayText(day: number): string {
  const known = texts.get(day);
  if (known !== undefined) return known;
  if (texts.size >= textLimit) texts.clear();
  const text = new Date(day * dayMs).toISOString().slice(0, 10);
  texts.set(day, text);
  return text;
}

export const daysBefore = (time: number, days: number): string => dayOf(time - days * dayMs);
