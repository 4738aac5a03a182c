import { invalid } from '#libs/errors';
import { nearestNames } from '#libs/warehouse';
import type { FileAsked } from './file-asked.js';
import { pairsOf, separate } from './pairs.js';

export type FileMetricKind = 'mean' | 'proportion' | 'ratio' | 'quantile';

/** A number of each unit, or of two: a column, and the column that it is divided by. */
export interface FileValue {
  readonly column: string;
  readonly over: string | null;
}

/** What is measured of each unit. */
export interface FileMetric extends FileValue {
  /** As it was asked for: `spend`, `spend/visits`. */
  readonly key: string;
  /** Null: proportion where all units have 0 or 1, else mean. */
  readonly kind: FileMetricKind | null;
  /** Of a quantile: between 0 and 1. */
  readonly quantile: number | null;
  readonly cap: { readonly absolute: number } | { readonly percentile: number } | null;
  /** The same, or something like it, from before the units met their variants. */
  readonly covariate: FileValue | null;
}

/** Most metrics of one readout. */
const most = 50;

/**
 * The metrics that are asked for, by the columns that the file has.
 * @throws VerdictError `invalid` that names what is wrong, and for a column that is not there the nearest that are
 */
export function metricsOf(asked: FileAsked, columns: readonly string[]): FileMetric[] {
  const has = (name: string): boolean => columns.includes(name);
  requireColumn('--unit', asked.unit, columns);
  requireColumn('--variant', asked.variant, columns);
  if (asked.date !== null) requireColumn('--date', asked.date, columns);
  const keys = separate(asked.metrics, has);
  if (keys.length === 0) throw invalid('--metrics: name a column at least.');
  if (keys.length > most) throw invalid(`--metrics: ${keys.length} are more than one readout takes, ${most}.`);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) throw invalid(`--metrics: ${twice} is there twice.`);
  const pairs = (option: string, texts: readonly string[]): Map<string, string> => {
    const found = new Map(pairsOf(option, texts, (name) => keys.includes(name)));
    for (const name of found.keys())
      if (!keys.includes(name)) throw invalid(`${option}: ${notThere(name, keys, 'metric')}`);
    return found;
  };
  const kinds = pairs('--kind', asked.kinds);
  const caps = pairs('--cap', asked.caps);
  const covariates = covariatesOf(asked.covariates, keys, columns);
  return keys.map((key) => {
    const value = valueOf('--metrics', key, columns);
    const { kind, quantile } = kindOf(key, value, kinds.get(key));
    const covariate = covariates.get(key) ?? (value.over === null ? covariates.get('') : undefined) ?? null;
    if (covariate !== null && kind === 'quantile')
      throw invalid(`--covariate: ${key} is a quantile, which no covariate makes more exact.`);
    if (covariate !== null && (covariate.over === null) !== (value.over === null))
      throw invalid(`--covariate: ${key} and its covariate are both ratios, or both single columns.`);
    return { key, ...value, kind, quantile, cap: capOf(key, kind, caps.get(key)), covariate };
  });
}

/** By metric; '' is for every metric that is a single column. */
function covariatesOf(
  texts: readonly string[],
  keys: readonly string[],
  columns: readonly string[],
): Map<string, FileValue> {
  const has = (name: string): boolean => columns.includes(name);
  const found = new Map<string, FileValue>();
  for (const text of separate(
    texts,
    (one) => has(one) || keys.includes(one.slice(0, Math.max(0, one.lastIndexOf('=')))),
  )) {
    const at = has(text) ? -1 : text.lastIndexOf('=');
    const name = at < 0 ? '' : text.slice(0, at).trim();
    if (name !== '' && !keys.includes(name)) throw invalid(`--covariate: ${notThere(name, keys, 'metric')}`);
    if (found.has(name)) throw invalid(`--covariate: one for ${name === '' ? 'all' : name}, not two.`);
    found.set(name, valueOf('--covariate', text.slice(at + 1).trim(), columns));
  }
  return found;
}

function valueOf(option: string, text: string, columns: readonly string[]): FileValue {
  if (columns.includes(text)) return { column: text, over: null };
  // A name may have a slash: every place where one divides two columns is tried.
  for (let at = text.indexOf('/'); at > 0; at = text.indexOf('/', at + 1)) {
    const [column, over] = [text.slice(0, at).trim(), text.slice(at + 1).trim()];
    if (columns.includes(column) && columns.includes(over)) return { column, over };
  }
  const missing = text.split('/').find((one) => !columns.includes(one.trim())) ?? text;
  throw invalid(`${option}: ${notThere(missing.trim(), columns, 'column')}`);
}

function kindOf(key: string, { over }: FileValue, text: string | undefined): Pick<FileMetric, 'kind' | 'quantile'> {
  if (text === undefined) return { kind: over === null ? null : 'ratio', quantile: null };
  const quantile = percentile(text);
  const kind =
    quantile === undefined ? (['mean', 'proportion', 'ratio'] as const).find((one) => one === text) : 'quantile';
  if (kind === undefined)
    throw invalid(`--kind: ${key} is a mean, a proportion, a ratio or a quantile such as p90, not "${text}".`);
  if ((kind === 'ratio') !== (over !== null))
    throw invalid(`--kind: a ratio is asked for as --metrics one/other, and is nothing else; ${key} is no ${kind}.`);
  return { kind, quantile: quantile ?? null };
}

function capOf(key: string, kind: FileMetricKind | null, text: string | undefined): FileMetric['cap'] {
  if (text === undefined) return null;
  if (kind === 'proportion' || kind === 'quantile') throw invalid(`--cap: ${key} is a ${kind}, which has no cap.`);
  const q = percentile(text);
  if (q !== undefined) return { percentile: q };
  const absolute = Number(text);
  if (!(absolute > 0 && Number.isFinite(absolute)))
    throw invalid(`--cap: ${key} takes a number above 0, or a percentile such as p99, not "${text}".`);
  return { absolute };
}

/** `p99.9` as 0.999. */
function percentile(text: string): number | undefined {
  const digits = /^p(\d{1,2}(?:\.\d{1,4})?)$/.exec(text)?.[1];
  const q = Number(digits) / 100;
  return q > 0 && q < 1 ? q : undefined;
}

function requireColumn(option: string, name: string, columns: readonly string[]): void {
  if (!columns.includes(name)) throw invalid(`${option}: ${notThere(name, columns, 'column')}`);
}

const notThere = (name: string, names: readonly string[], what: string): string =>
  `there is no ${what} ${name}; the nearest of ${names.length}: ${nearestNames(name, names, 3).join(', ')}.`;
