import { isDay } from '#libs/contracts';
import { LineProblem } from '../import/line-problem.js';
import { timeReader } from '../import/time-text.js';
import type { CellReader } from './cell.js';

/** How times of a column are written. */
export interface TimeRules {
  /** As in an import's mapping. */
  readonly format: string;
  /** IANA name, for times without an offset. */
  readonly zone: string;
}

const day = /^\d{4}-\d{2}-\d{2}$/;
/** A time of UTC as databases write it: kept as it is, since a number would lose what is far from now (9999-12-31). */
const utcTime = /^(\d{4}-\d{2}-\d{2})[T ]((?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:\.(\d{1,6}))?(?:Z|\+00(?::?00)?)?$/;
/** MySQL's dates that are none: a month or day of zero. */
const zeroDate = /^\d{4}-(00-\d{2}|\d{2}-00)\b/;
/** PostgreSQL's, before and after all others. */
const beyond = /^-?infinity$| BC$|^\d{5,}-/;
const microsOfDay = 86_400_000_000;

/** @throws RangeError for a format or zone that is none. */
export function dateReader(name: string, { format, zone }: TimeRules): CellReader {
  const read = timeReader(format, zone === 'UTC' || format !== 'auto' ? 'UTC' : zone);
  return (text, warn) => {
    const why = missing(text);
    if (why !== undefined) {
      warn(why);
      return null;
    }
    if (format === 'auto' && day.test(text)) {
      if (!isDay(text)) throw new LineProblem(name, 'date', 'not a day of the calendar');
      return text;
    }
    const micros = read(text);
    if (micros === undefined || !Number.isSafeInteger(micros))
      throw new LineProblem(name, 'date', 'not a date of this format');
    if (micros % microsOfDay !== 0)
      throw new LineProblem(name, 'date', 'has a time of day; declare its type as timestamp');
    return timeText(micros).slice(0, 'YYYY-MM-DD'.length);
  };
}

/** @throws RangeError for a format or zone that is none. */
export function timestampReader(name: string, { format, zone }: TimeRules): CellReader {
  const read = timeReader(format, zone);
  return (text, warn) => {
    const why = missing(text);
    if (why !== undefined) {
      warn(why);
      return null;
    }
    if (format === 'auto' && zone === 'UTC') {
      const [, date, time, fraction] = utcTime.exec(text) ?? (day.test(text) ? ['', text, '00:00:00', undefined] : []);
      if (date !== undefined && time !== undefined && isDay(date))
        return `${date}T${time}${fraction === undefined ? '' : `.${fraction}`}`;
    }
    const micros = read(text);
    if (micros === undefined || !Number.isSafeInteger(micros))
      throw new LineProblem(name, 'timestamp', 'not a time of this format');
    return timeText(micros);
  };
}

function missing(text: string): 'zero_date' | 'out_of_range' | undefined {
  if (zeroDate.test(text)) return 'zero_date';
  return beyond.test(text) ? 'out_of_range' : undefined;
}

/** µs since 1970 UTC as YYYY-MM-DDTHH:MM:SS, with what is beyond the second if there is any. */
function timeText(micros: number): string {
  const seconds = Math.floor(micros / 1_000_000);
  const rest = String(micros - seconds * 1_000_000).padStart(6, '0');
  const text = new Date(seconds * 1_000).toISOString().slice(0, 'YYYY-MM-DDTHH:MM:SS'.length);
  return rest === '000000' ? text : `${text}.${rest}`;
}
