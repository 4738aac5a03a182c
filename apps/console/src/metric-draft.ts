import type { FactColumn, FilterOperator, LineReading, MetricKind } from '#libs/contracts';
import type { Metric } from './api.js';

/** A filter as a form holds it: its value is a text, of a list with commas. */
export interface FilterDraft {
  readonly key: number;
  readonly column: string;
  readonly op: FilterOperator;
  readonly value: string;
}

/** Rows of a fact as a form holds them; an empty value counts them. */
export interface OverDraft {
  readonly fact: string;
  readonly value: string;
  readonly filters: readonly FilterDraft[];
}

export const noOver: OverDraft = { fact: '', value: '', filters: [] };

export const overDraft = ({ fact, value, filters }: Metric['numerator']): OverDraft => ({
  fact,
  value: value ?? '',
  filters: filters.map((filter, key) => ({
    key,
    column: filter.column,
    op: filter.op,
    value: Array.isArray(filter.value) ? filter.value.join(', ') : String(filter.value ?? ''),
  })),
});

/** What the API is sent; a proportion and a retention ask whether there is a row, so they have no value. */
export function overBody(
  { fact, value, filters }: OverDraft,
  kind: MetricKind,
  columns: readonly FactColumn[],
): object {
  const asks = kind === 'proportion' || kind === 'retention';
  return {
    fact,
    ...(asks ? {} : { value: value === '' ? null : value }),
    filters: filters.map((filter) => filterBody(filter, columns)),
  };
}

function filterBody({ column, op, value }: FilterDraft, columns: readonly FactColumn[]): object {
  if (op === 'is_null' || op === 'is_not_null') return { column, op };
  const type = columns.find(({ name }) => name === column)?.type ?? 'text';
  const isList = op === 'in' || op === 'not_in';
  const texts = isList ? value.split(',').map((one) => one.trim()) : [value];
  const values = texts.map((one) => typed(one, type));
  return { column, op, value: isList ? values : values[0] };
}

function typed(text: string, type: FactColumn['type']): string | number | boolean {
  if (type === 'boolean') return text === 'true';
  const number = Number(text);
  const isNumber = type === 'integer' || type === 'decimal' || type === 'double';
  return isNumber && text !== '' && Number.isFinite(number) ? number : text;
}

type Texts = Readonly<Record<string, string | undefined>>;

/** The fields of the form that are plain texts, as the API is sent them. */
export function plainBody(texts: Texts, kind: MetricKind, readings: readonly LineReading[]): object {
  const number = (name: string): number | undefined => (texts[name] === undefined ? undefined : Number(texts[name]));
  const share = (name: string): number | null => (texts[name] === undefined ? null : Number(texts[name]) / 100);
  const [from, to] = [number('from_day') ?? 0, number('to_day')];
  const isRetention = kind === 'retention';
  const cap = number('cap');
  const isCapped = cap !== undefined && (kind === 'mean' || kind === 'ratio');
  return {
    name: texts['name'],
    description: texts['description'] ?? '',
    kind,
    quantile: kind === 'quantile' ? share('quantile') : null,
    retention: isRetention && to !== undefined ? { from_day: from, to_day: to } : null,
    ...(isRetention ? {} : { act_days: number('act_days') }),
    window_days: number('window_days'),
    cap: isCapped
      ? texts['cap_kind'] === 'percentile'
        ? { percentile: cap / 100, frozen_at_look: Number(texts['cap_look'] ?? 1) || 1 }
        : { absolute: cap }
      : null,
    direction: texts['direction'],
    measure: texts['measure'],
    margin: share('margin'),
    minimum_effect: texts['effect'] === undefined ? null : { kind: 'relative', value: Number(texts['effect']) / 100 },
    readings,
    ...(texts['note'] === undefined ? {} : { note: texts['note'] }),
  };
}
