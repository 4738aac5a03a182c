const day = 'YYYY-MM-DD'.length;

/** 1 January of the year 1: there was no year 0 (MySQL's 0000-00-00 stands for no date), and no database stores it. */
const firstTime = Date.parse('0001-01-01T00:00:00Z');
/** The year 10000: later ones are no times of RFC 3339. */
const endOfTime = Date.UTC(10_000, 0);

/** The UTC day of a time, YYYY-MM-DD. */
export const dayAt = (time: number): string => new Date(time).toISOString().slice(0, day);

/** Whether it is YYYY-MM-DD of a day that there is: of 30 February a Date makes 2 March. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(text);
  return time >= firstTime && new Date(time).toISOString().startsWith(text);
}

/** Milliseconds since 1970 UTC of a text of RFC 3339's shape; undefined for a day or an hour that there is not, here or in UTC. */
export function timeOf(text: string): number | undefined {
  const time = Date.parse(text);
  const isShown = isDay(text.slice(0, day)) && text.slice(day + 1, day + 3) !== '24';
  return isShown && time >= firstTime && time < endOfTime ? time : undefined;
}
