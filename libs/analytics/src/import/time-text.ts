import { TimeZone } from './time-zone.js';

/** Reads a time as µs since 1970 UTC, or gives undefined if it is none. */
export type TimeReader = (value: string | number) => number | undefined;

const micros = 1_000_000;
const furthestMinutes = 14 * 60;
const tokens: Readonly<Record<string, string>> = {
  YYYY: String.raw`(?<year>\d{4})`,
  MM: String.raw`(?<month>\d{1,2})`,
  DD: String.raw`(?<day>\d{1,2})`,
  HH: String.raw`(?<hour>\d{1,2})`,
  mm: String.raw`(?<minute>\d{2})`,
  ss: String.raw`(?<second>\d{2})`,
  S: String.raw`(?<fraction>\d{1,9})`,
};
const isoLike =
  /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})(?:[T ](?<hour>\d{2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,](?<fraction>\d{1,9}))?)?\s?(?<offset>[Zz]|[+-]\d{2}(?::?\d{2})?)?)?$/;

/**
 * @param format `auto` (ISO 8601 or SQL text; unix seconds, milliseconds or microseconds by their size), `unix`, `unix_ms`,
 * `unix_us`, or a pattern of YYYY MM DD HH mm ss S and other characters as they are
 * @throws RangeError for a format or zone that is none
 */
export function timeReader(format: string, zoneName: string): TimeReader {
  const zone = zoneName === 'UTC' ? undefined : new TimeZone(zoneName);
  switch (format) {
    case 'auto':
      return (value) => (isNumeric(value) ? bySize(Number(value)) : byPattern(isoLike, String(value), zone));
    case 'unix':
      return (value) => (isNumeric(value) ? Math.round(Number(value) * micros) : undefined);
    case 'unix_ms':
      return (value) => (isNumeric(value) ? Math.round(Number(value) * 1_000) : undefined);
    case 'unix_us':
      return (value) => (isNumeric(value) ? Math.round(Number(value)) : undefined);
    default: {
      const pattern = patternOf(format);
      return (value) => byPattern(pattern, String(value), zone);
    }
  }
}

const isNumeric = (value: string | number): boolean => typeof value === 'number' || /^-?\d+(?:\.\d+)?$/.test(value);

/** Seconds reach 10^11 in the year 5138, milliseconds 10^14 then too. */
function bySize(value: number): number {
  const size = Math.abs(value);
  if (size < 1e11) return Math.round(value * micros);
  return Math.round(size < 1e14 ? value * 1_000 : value);
}

function patternOf(format: string): RegExp {
  const used = new Set<string>();
  const source = format.replace(/YYYY|MM|DD|HH|mm|ss|S+|[\s\S]/g, (token) => {
    const name = token.startsWith('S') ? 'S' : token;
    const known = tokens[name];
    if (known === undefined)
      return /\w/.test(token) ? refuse(format, token) : `\\u{${token.codePointAt(0)?.toString(16)}}`;
    if (used.has(name)) return refuse(format, token);
    used.add(name);
    return known;
  });
  if (!['YYYY', 'MM', 'DD'].every((token) => used.has(token))) refuse(format, 'YYYY, MM and DD');
  return new RegExp(`^${source}$`, 'u');
}

function refuse(format: string, token: string): never {
  throw new RangeError(`The time format "${format}" is none: look at ${token}.`);
}

function byPattern(pattern: RegExp, text: string, zone: TimeZone | undefined): number | undefined {
  const found = pattern.exec(text.trim())?.groups;
  if (found === undefined) return undefined;
  const { year, month, day, hour = '0', minute = '0', second = '0', fraction = '', offset } = found;
  const parts = [year, month, day, hour, minute, second].map(Number);
  const local = utcOf(parts);
  const ahead = offset === undefined ? 0 : offsetMs(offset);
  if (local === undefined || ahead === undefined) return undefined;
  const utc = offset === undefined ? (zone?.toUtc(local) ?? local) : local - ahead;
  return utc * 1_000 + Number(fraction.padEnd(6, '0').slice(0, 6));
}

/** Undefined for parts that no calendar shows: of month 13, 31 February or 24:61 a Date would make another day. */
function utcOf([year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0]: readonly number[]):
  number | undefined {
  const time = Date.UTC(year, month - 1, day, hour, minute, second);
  const shown = new Date(time);
  const isShown =
    shown.getUTCFullYear() === year &&
    shown.getUTCMonth() === month - 1 &&
    shown.getUTCDate() === day &&
    shown.getUTCHours() === hour &&
    shown.getUTCMinutes() === minute &&
    shown.getUTCSeconds() === second;
  return isShown ? time : undefined;
}

/** Undefined beyond 14:00, where no clock on Earth is. */
function offsetMs(offset: string): number | undefined {
  if (offset === 'Z' || offset === 'z') return 0;
  const [hours = 0, minutes = 0] = [offset.slice(1, 3), offset.slice(3).replace(':', '')].map(Number);
  const ahead = hours * 60 + minutes;
  if (minutes > 59 || ahead > furthestMinutes) return undefined;
  return (offset.startsWith('-') ? -60_000 : 60_000) * ahead;
}
