/** A time (RFC 3339) for a `datetime-local` input: the viewer's clock, to the minute; empty for none. */
export function localInput(at: string | null): string {
  const time = new Date(at ?? Number.NaN);
  if (Number.isNaN(time.getTime())) return '';
  return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/**
 * What such an input says, in RFC 3339; null for an empty one.
 * @param before what it began with: where nobody changed it, its seconds stay
 */
export function timeOfInput(text: string | undefined, before: string | null): string | null {
  if (text === undefined || text === '') return null;
  return text === localInput(before) ? before : new Date(text).toISOString();
}
