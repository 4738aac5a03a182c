import type { FileMetricView, FileNote, FileReadout } from '#libs/contracts';
import { reductionText } from '../results/adjusted-samples.js';
import { overTimeText } from '../results/ratio-over-time.js';
import { sampleRatioOf } from '../results/sample-ratio.js';
import type { Arms } from './file-arms.js';
import type { FileAsked } from './file-asked.js';
import { numberText, percentText } from '../results/number-text.js';

const count = (value: number, one: string, many = `${one}s`): string =>
  `${value.toLocaleString('en-US')} ${value === 1 ? one : many}`;

const rowRules = {
  no_unit: 'no unit',
  no_variant: 'no variant',
  no_day: 'no day: a day begins as YYYY-MM-DD',
} as const;

const unitRules = {
  ill_typed: 'a value that is no number',
  missing: 'no value',
  several_values: 'several values where one was asked for, of the time before',
} as const;

/** What stands against the whole readout. */
export function brokenNotes(
  ratio: FileReadout['sample_ratio'],
  overTime: FileReadout['sample_ratio_over_time'],
): FileNote[] {
  const notes: FileNote[] = [];
  if (ratio.kind === 'estimate' && ratio.mismatch)
    notes.push({ level: 'alarm', code: 'sample_ratio_mismatch', text: ratio.text });
  if (overTime?.kind === 'estimate' && overTime.alarm)
    notes.push({
      level: 'alarm',
      code: 'sample_ratio_over_time',
      text: overTimeText(overTime.since),
    });
  return notes;
}

/** What was left out of the whole file. */
export function rowNotes({ rows, columns, units }: Pick<FileReadout, 'rows' | 'columns' | 'units'>): FileNote[] {
  const notes: FileNote[] = rows.left_out.map(({ rule, rows: left, first_row, text }) => ({
    level: 'warning',
    code: 'rows_left_out',
    text: `${count(left, 'row')} left out: ${rowRules[rule]} (the first is row ${first_row}${text === null ? '' : `, "${text}"`}).`,
  }));
  for (const { name, ill_typed } of columns)
    if (ill_typed !== null)
      notes.push({
        level: 'warning',
        code: 'ill_typed',
        text: `${count(ill_typed.rows, 'row')} with something else than a number in ${name} (the first is row ${ill_typed.first_row}, "${ill_typed.text}"): their units are left out of what needs it.`,
      });
  for (const { name, scale, exact } of columns)
    if (!exact)
      notes.push({
        level: 'note',
        code: 'rounded',
        text: `${name} has more decimals than exact sums have room for: each value is rounded to ${count(scale, 'decimal')}.`,
      });
  if (units.several_variants > 0)
    notes.push({
      level: units.several_variants > severalAlarm * (units.total + units.several_variants) ? 'warning' : 'note',
      code: 'several_variants',
      text: `${count(units.several_variants, 'unit')} met more than one variant and ${units.several_variants === 1 ? 'is' : 'are'} left out (${percentText(units.several_variants / (units.total + units.several_variants)).slice(1)} of all).`,
    });
  return notes;
}

/** Of the units: more of them make effects look smaller, or the assignment is broken. */
const severalAlarm = 0.01;

/** Whether variants lose units that much unlike each other that what is left of them is not alike, by the split's own test. */
export function missingDiffers(
  left: FileMetricView['left_out'][number]['units'],
  units: FileReadout['units'],
): boolean {
  const ratio = sampleRatioOf([
    units.variants.map(({ variant, units: all }) => ({
      variant,
      weight: all,
      units: left.find((one) => one.variant === variant)?.units ?? 0,
    })),
  ]);
  return ratio.kind === 'estimate' && ratio.mismatch;
}

/** What is particular about a metric. */
export function metricNotes(metric: FileMetricView, units: FileReadout['units']): FileNote[] {
  const { key, left_out, detected, kind, cap, covariate } = metric;
  const notes: FileNote[] = [];
  for (const { column, rule, units: left } of left_out) {
    const total = left.reduce((sum, one) => sum + one.units, 0);
    const zero = rule === 'missing' ? ' (--missing zero counts them as 0)' : '';
    notes.push({
      level: 'warning',
      code: 'units_left_out',
      text: `${key}: ${count(total, 'unit')} left out for ${unitRules[rule]} in ${column}${zero}.`,
    });
    if (missingDiffers(left, units))
      notes.push({
        level: 'alarm',
        code: 'missing_differs',
        text: `${key}: the variants do not lack ${column} alike (${left.map((one) => `${one.variant} ${one.units.toLocaleString('en-US')}`).join(', ')}): who is left differs by variant, so no effect on ${key} can be trusted.`,
      });
  }
  if (detected && kind === 'proportion')
    notes.push({
      level: 'note',
      code: 'kind_detected',
      text: `${key} is read as a proportion, since every unit has 0 or 1 (--kind ${key}=mean says otherwise).`,
    });
  if (cap !== null)
    notes.push({
      level: 'note',
      code: 'cap',
      text: `${key}: no unit counts with more than ${numberText(cap.value)}${cap.asked.startsWith('p') ? ` (${cap.asked} of all units)` : ''}; the effect without the cap stands beside it.`,
    });
  if (covariate !== null)
    notes.push({
      level: 'note',
      code: 'covariate',
      text: `${key}: ${reductionText(covariate.name, covariate.variance_reduction)}`,
    });
  return notes;
}

interface Read {
  readonly asked: Pick<FileAsked, 'date'>;
  readonly arms: Arms;
  readonly comparisons: number;
  readonly metrics: readonly FileMetricView[];
  readonly skewed: readonly { readonly key: string; readonly neededUnits: number; readonly hasCap: boolean }[];
}

/** A readout that finds nothing below this share of the baseline says so. */
const lowPower = 0.25;

/** How the effects are to be read. */
export function readingNotes({ asked, arms, comparisons, metrics, skewed }: Read): FileNote[] {
  const notes: FileNote[] = [];
  for (const { key, neededUnits, hasCap } of skewed)
    notes.push({
      level: 'warning',
      code: 'skewed',
      text: `${key} is so lopsided that its intervals are inexact under about ${count(neededUnits, 'unit')} a variant${hasCap ? '' : ` (a cap helps: --cap ${key}=p99)`}.`,
    });
  for (const { key, effects } of metrics) {
    const relative = effects.map(({ detectable }) => ('kind' in detectable ? null : detectable.relative));
    const least = Math.max(0, ...relative.map((one) => one ?? 0));
    if (least > lowPower && effects.every(({ joint }) => joint?.significant === false))
      notes.push({
        level: 'warning',
        code: 'low_power',
        text: `${key}: there are few units for it. Four of five such experiments would find an effect of ${percentText(least).slice(1)} or more; smaller ones are mostly missed.`,
      });
  }
  if (comparisons > 1)
    notes.push({
      level: 'note',
      code: 'several_comparisons',
      text: `${comparisons} comparisons are judged together by Holm: the more one looks at, the more of it is luck.`,
    });
  if (arms.chosen)
    notes.push({
      level: 'note',
      code: 'baseline_chosen',
      text: `Everything is compared with ${arms.baseline} (--baseline says otherwise).`,
    });
  notes.push({
    level: 'note',
    code: 'one_reading',
    text:
      asked.date === null
        ? 'These p-values hold for one reading, at an end that was fixed before. Whoever looked on the way and stopped when it looked good needs the intervals of the days: --date.'
        : 'These p-values hold for one reading, at an end that was fixed before. Whoever looked on the way reads the always-valid intervals: they hold on all days together.',
  });
  return notes;
}
