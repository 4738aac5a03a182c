/** Pages are in English, so numbers follow the viewer's English, or plain English: "1.234" in an English sentence misleads. */
export const locale = navigator.languages.find((language) => language.startsWith('en')) ?? 'en';

/** A true minus sign is as wide as the plus and the digits in tabular figures. */
export const typographic = (text: string): string => text.replace('-', '\u2212');

const formatter = (options: Intl.NumberFormatOptions) => {
  const format = new Intl.NumberFormat(locale, options);
  return (value: number): string => (Number.isFinite(value) ? typographic(format.format(value)) : '–');
};

export const integer = formatter({ maximumFractionDigits: 0 });
export const decimal = formatter({ minimumFractionDigits: 2, maximumFractionDigits: 2 });
export const signed = formatter({ minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay: 'exceptZero' });
export const percent = formatter({ style: 'percent', minimumFractionDigits: 2, maximumFractionDigits: 2 });
export const wholePercent = formatter({ style: 'percent', maximumFractionDigits: 1 });
const signedPercentOf = (digits: number) =>
  formatter({
    style: 'percent',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    signDisplay: 'exceptZero',
  });
const wide = signedPercentOf(1);
const narrow = signedPercentOf(2);
/** For the axis of a plot: no more digits than a tick needs. */
export const tickPercent = formatter({ style: 'percent', maximumFractionDigits: 2, signDisplay: 'exceptZero' });
const signedPoints = formatter({ minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay: 'exceptZero' });

/** A relative effect: 0.0734 is +7.3 %; one digit more under 1 %. */
export const change = (value: number): string => (Math.abs(value) < 0.01 ? narrow(value) : wide(value));

const significant = formatter({ maximumSignificantDigits: 3 });

/** Odds as people say them: 0.00301 is "1 : 332", 99 is "99 : 1". */
export const odds = (value: number): string =>
  value < 1 ? `1 : ${significant(1 / value)}` : `${significant(value)} : 1`;

/** What a reason does to the odds: "× 30", "÷ 1.22". */
export const factor = (value: number): string =>
  value < 1 ? `÷\u202f${significant(1 / value)}` : `×\u202f${significant(value)}`;

/** A difference of two proportions, in percentage points. */
export const points = (value: number): string => `${signedPoints(value * 100)} pp`;

/** A p-value; what is smaller than can be read says so. */
export const pValue = (p: number): string => (p < 0.0001 ? '< 0.0001' : p.toFixed(p < 0.001 ? 4 : 3));

/** A risk score as reviewers say it: 0.01 to 99, in points. */
export const score = (value: number): string => (value < 1 ? value.toFixed(2) : value.toFixed(value < 10 ? 1 : 0));

const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' });
const withSeconds = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' });
/** The viewer's. */
export const timeZone = dateTime.resolvedOptions().timeZone;

const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });

const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });

export const localTime = (time: Date): string => dateTime.format(time);
/** Where the order of what happened within a minute matters. */
export const localSecond = (time: Date): string => withSeconds.format(time);
export const localDay = (time: Date): string => day.format(time);

const calendar = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });

/** A day that belongs to no zone, `2026-12-01`: the same day for every viewer. */
export const calendarDay = (text: string): string => calendar.format(new Date(`${text}T00:00:00Z`));

/** For the title of a time: RFC 3339 to the second, in UTC. */
export const utc = (time: Date): string => `${time.toISOString().slice(0, 19).replace('T', ' ')} UTC`;

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** "3 minutes ago"; what is under a minute is "just now". */
export function ago(time: Date, now: number): string {
  const difference = time.getTime() - now;
  for (const [unit, size] of units)
    if (Math.abs(difference) >= size) return relative.format(Math.trunc(difference / size), unit);
  return 'just now';
}

/** How long something took or has taken: "4 s", "2 min 10 s", "3 h 5 min". */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1_000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return withRest(`${Math.floor(seconds / 60)} min`, seconds % 60, 's');
  if (seconds < 172_800) return withRest(`${Math.floor(seconds / 3_600)} h`, Math.floor((seconds % 3_600) / 60), 'min');
  return `${Math.floor(seconds / 86_400)} days`;
}

const withRest = (text: string, rest: number, unit: string): string => (rest === 0 ? text : `${text} ${rest} ${unit}`);

const initials = /\b(asn|avs|bin|cvv|id|ip|3ds)\b/g;

/** `manual_review` for people: "Manual review"; initials stay capital. */
export function words(name: string): string {
  const text = name.replaceAll('_', ' ').replace(initials, (letters) => letters.toUpperCase());
  return text.charAt(0).toUpperCase() + text.slice(1);
}
