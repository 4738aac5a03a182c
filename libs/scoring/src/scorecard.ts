import { featuresByName } from './feature-catalogue.js';
import type { FeatureDefinition, FeatureValue, FeatureValues } from './feature.js';
import type { Model, ModelTerm, Money } from './model.js';

/** From this value on (until the next bin's), this much log-odds. `{value}` in the text is the pledge's value. */
export interface Bin {
  readonly from: number;
  readonly contribution: number;
  readonly reason: string;
}

export interface Flag {
  readonly contribution: number;
  readonly reason: string;
}

/** The points of one feature. `code` is stable: callers may act on it; texts may change. */
export type ScorecardEntry =
  | { readonly feature: string; readonly code: string; readonly bins: readonly Bin[] }
  | { readonly feature: string; readonly code: string; readonly whenTrue?: Flag; readonly whenFalse?: Flag };

const shown = (value: FeatureValue): string =>
  typeof value === 'number' ? String(Number(value.toPrecision(4))) : String(value);

/** `{value}` as people read numbers, `{percent}` of a share, `{money}` of an amount in minor units. */
const sentence = (template: string, value: FeatureValue, money: Money): string =>
  template
    .replaceAll('{value}', shown(value))
    .replaceAll('{percent}', typeof value === 'number' ? `${Math.round(value * 100)} %` : '')
    .replaceAll('{money}', () => (typeof value === 'number' ? money(value) : ''));

/** The last bin whose `from` is not above the value; bins ascend. */
function binOf(bins: readonly Bin[], value: number): Bin | undefined {
  for (let index = bins.length - 1; index >= 0; index--) {
    const bin = bins[index];
    if (bin !== undefined && value >= bin.from) return bin;
  }
  return undefined;
}

function pointsOf(entry: ScorecardEntry, value: FeatureValue | undefined): Flag | undefined {
  if ('bins' in entry) return typeof value === 'number' ? binOf(entry.bins, value) : undefined;
  if (typeof value === 'boolean') return value ? entry.whenTrue : entry.whenFalse;
  return undefined;
}

function termOf(
  entry: ScorecardEntry,
  definition: FeatureDefinition,
  value: FeatureValue,
  money: Money,
): ModelTerm | undefined {
  const points = pointsOf(entry, value);
  if (points === undefined || points.contribution === 0) return undefined;
  return {
    feature: entry.feature,
    family: definition.family,
    contribution: points.contribution,
    reason: { code: entry.code, reason: sentence(points.reason, value, money), value },
  };
}

/** An additive model from points; refuses an entry whose feature does not exist, is of the wrong type or repeats. */
export function scorecardModel(version: string, baseRate: number, entries: readonly ScorecardEntry[]): Model {
  const seen = new Set<string>();
  const prepared = entries.map((entry) => {
    const definition = featuresByName.get(entry.feature);
    if (definition?.type !== ('bins' in entry ? 'double' : 'bool') || seen.has(entry.feature))
      throw new Error(`scorecard ${version}: "${entry.feature}" is no such feature, or repeats`);
    seen.add(entry.feature);
    return { entry, definition };
  });
  return {
    version,
    baseRate,
    terms(features: FeatureValues, money: Money) {
      const terms: ModelTerm[] = [];
      for (const { entry, definition } of prepared) {
        const value = features[entry.feature];
        const term = value === undefined ? undefined : termOf(entry, definition, value, money);
        if (term !== undefined) terms.push(term);
      }
      return terms;
    },
    total: (features) =>
      entries.reduce((sum, entry) => sum + (pointsOf(entry, features[entry.feature])?.contribution ?? 0), 0),
  };
}
