import type { FactCheckState, FilterOperator, LineReading, MetricFilter, MetricKind } from '#libs/contracts';
import type { Metric } from './api.js';
import type { Tone } from './components/badge.js';
import { percent, wholePercent } from './format.js';

export const kindWords: Readonly<Record<MetricKind, string>> = {
  proportion: 'Share of units that did it',
  mean: 'Amount per unit',
  ratio: 'Ratio of two sums',
  quantile: 'Quantile of amounts',
  retention: 'Share of units that came back',
};

export const readingNames: Readonly<Record<LineReading, string>> = {
  all: 'Everything',
  normal_risk: 'Only what is of normal risk',
  net_of_fraud: 'Net of fraud',
};

/** What a filter says, in words. */
export const operatorWords: Readonly<Record<FilterOperator, string>> = {
  '=': '=',
  '<>': '≠',
  '<': '<',
  '<=': '≤',
  '>': '>',
  '>=': '≥',
  in: 'one of',
  not_in: 'none of',
  is_null: 'not known',
  is_not_null: 'known',
};

/** The names of a record in its order. */
export const namesOf = <Name extends string>(words: Readonly<Record<Name, unknown>>): readonly Name[] =>
  Object.keys(words) as Name[];

export const checkTone: Readonly<Record<FactCheckState, Tone>> = { waiting: 'plain', checked: 'good', failed: 'bad' };

export const checkWords: Readonly<Record<FactCheckState, string>> = {
  waiting: 'Being checked',
  checked: 'Checked',
  failed: 'Cannot be used',
};

/** `category = fraud`, `state in a, b`. */
export function filterText({ column, op, value }: MetricFilter): string {
  if (value === undefined) return `${column} is ${operatorWords[op]}`;
  const is = Array.isArray(value) ? 'is ' : '';
  return `${column} ${is}${operatorWords[op]} ${Array.isArray(value) ? value.join(', ') : String(value)}`;
}

type Over = Metric['numerator'];

export function overText({ fact, value, filters }: Pick<Over, 'fact' | 'value' | 'filters'>): string {
  const rows = filters.map((filter) => filterText(filter)).join(' and ');
  return `${value === null ? 'rows' : `${value}, added up,`} of ${fact}${rows === '' ? '' : ` where ${rows}`}`;
}

/** When a unit acts, and when its value is final. */
export function windowText({ retention, act_days, window_days }: Metric): string {
  const from = retention === null ? '' : `from day ${retention.from_day} `;
  const acts = `${from}until day ${act_days}`;
  return window_days === act_days ? acts : `${acts}, final after ${window_days} days`;
}

export function capText({ cap }: Metric): string {
  if (cap === null) return 'None';
  return 'absolute' in cap
    ? String(cap.absolute)
    : `the ${percent(cap.percentile)} percentile, frozen at look ${cap.frozen_at_look ?? 1}`;
}

export function effectText({ margin, minimum_effect: effect }: Metric): string {
  const least =
    effect === null ? '' : effect.kind === 'relative' ? wholePercent(effect.value) : `${effect.value} absolute`;
  const parts = [
    ...(least === '' ? [] : [`of interest from ${least}`]),
    ...(margin === null ? [] : [`a guardrail within ${wholePercent(margin)}`]),
  ];
  return parts.length === 0 ? 'Not said' : parts.join(', ');
}
