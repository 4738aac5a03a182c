const quarterHour = 900_000;
const mostCached = 20_000;

/**
 * Local times of an IANA zone as UTC. A time that a change of clocks skips counts from the offset before it; one that comes
 * twice is the first of the two.
 */
export class TimeZone {
  private readonly format: Intl.DateTimeFormat;
  private readonly offsets = new Map<number, number>();

  /** @throws RangeError for a zone that does not exist */
  constructor(name: string) {
    this.format = new Intl.DateTimeFormat('en-US', {
      timeZone: name,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  }

  /** Milliseconds since 1970 UTC of what a clock there shows, given as if it were UTC. */
  toUtc(localMs: number): number {
    const before = localMs - this.offsetAt(localMs - 86_400_000);
    if (before + this.offsetAt(before) === localMs) return before;
    const after = localMs - this.offsetAt(localMs + 86_400_000);
    return after + this.offsetAt(after) === localMs ? after : before;
  }

  /** Local minus UTC; it only ever changes at a quarter of an hour. */
  private offsetAt(utcMs: number): number {
    const quarter = Math.floor(utcMs / quarterHour);
    const known = this.offsets.get(quarter);
    if (known !== undefined) return known;
    if (this.offsets.size >= mostCached) this.offsets.clear();
    const parts = Object.fromEntries(
      this.format.formatToParts(quarter * quarterHour).map(({ type, value }) => [type, Number(value)]),
    );
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    const offset = Date.UTC(year, month - 1, day, hour, minute, second) - quarter * quarterHour;
    this.offsets.set(quarter, offset);
    return offset;
  }
}
