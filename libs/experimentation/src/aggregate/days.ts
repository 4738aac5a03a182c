const dayMs = 86_400_000;

/** Days as YYYY-MM-DD, from the first until before the second. */
export interface DaySpan {
  readonly from: string;
  readonly until: string;
}

export const dayText = (time: Date): string => time.toISOString().slice(0, 10);

export const addDays = (day: string, days: number): string => dayText(new Date(Date.parse(day) + days * dayMs));

/** The days as spans without gaps, in order. */
export function spansOf(days: readonly string[]): DaySpan[] {
  const spans: DaySpan[] = [];
  for (const day of [...new Set(days)].toSorted()) {
    const last = spans.at(-1);
    if (last?.until === day) spans[spans.length - 1] = { from: last.from, until: addDays(day, 1) };
    else spans.push({ from: day, until: addDays(day, 1) });
  }
  return spans;
}

/** What of a span is outside of others, which are in order. */
export function outside({ from, until }: DaySpan, others: readonly DaySpan[]): DaySpan[] {
  const rest: DaySpan[] = [];
  let at = from;
  for (const other of others) {
    if (other.from > at) rest.push({ from: at, until: other.from < until ? other.from : until });
    if (other.until > at) at = other.until;
    if (at >= until) break;
  }
  if (at < until) rest.push({ from: at, until });
  return rest.filter((span) => span.from < span.until);
}

/** Every day of a span. */
export function daysOf({ from, until }: DaySpan): string[] {
  const days: string[] = [];
  for (let day = from; day < until; day = addDays(day, 1)) days.push(day);
  return days;
}

/** The day of a moment where the company counts its days. */
export const zonedDay = (time: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone }).format(time);

/** The day's first moment, in milliseconds: midnight, or where clocks leave it out, the moment in its place. */
export function dayStart(day: string, zone: string): number {
  const nominal = Date.parse(day);
  if (zone === 'UTC') return nominal;
  let [before, within] = [nominal - dayMs, nominal + dayMs];
  while (within - before > 1) {
    const middle = Math.floor((before + within) / 2);
    if (zonedDay(new Date(middle), zone) < day) before = middle;
    else within = middle;
  }
  return within;
}

/** The first day that has not begun before a moment: at midnight nothing of it has. */
export function nextDay(time: number, zone: string): string {
  const day = zonedDay(new Date(time), zone);
  return dayStart(day, zone) === time ? day : addDays(day, 1);
}

/** The days on which a row may be final that counts for somebody who was exposed from a moment on, wherever days begin. */
export const countingDays = (exposedFrom: Date, priorDays: number, dataThrough: Date): DaySpan => ({
  from: addDays(dayText(exposedFrom), -priorDays - 1),
  until: addDays(dayText(dataThrough), 2),
});

/** Days of the company's zone that have moments of these UTC days: no clock is more than a day from UTC's. */
export const zonedDays = (days: readonly string[], zone: string): string[] =>
  zone === 'UTC' ? [...days] : days.flatMap((day) => [addDays(day, -1), day, addDays(day, 1)]);
