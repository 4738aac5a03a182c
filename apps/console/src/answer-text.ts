const instant = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.(\d+))?Z$/;

/** Every value is a time at midnight: what was asked for is days. */
export function areDays(values: readonly unknown[]): boolean {
  const there = values.filter((value) => value !== null);
  return there.length > 0 && there.every((value) => typeof value === 'string' && /T00:00:00(\.0+)?Z$/.test(value));
}

/**
 * A cell of an answer as text: a day as `2026-11-29`, a time, which is UTC, as `2026-11-29 14:03:05`, everything else
 * as the warehouse gave it.
 */
export function answerText(value: unknown, isDay: boolean): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  const [, day, time, fraction = ''] = instant.exec(value) ?? [];
  if (day === undefined) return value;
  const digits = fraction.replace(/0+$/, '');
  return isDay ? day : `${day} ${time}${digits === '' ? '' : `.${digits}`}`;
}
