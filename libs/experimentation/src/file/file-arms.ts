import { invalid } from '#libs/errors';
import { nearestNames } from '#libs/warehouse';
import type { Arm } from '../results/sample-ratio.js';
import type { UnitCount } from '../results/reading.js';
import { pairsOf } from './pairs.js';

/** Most variants of one file: what has more is no variant. */
const most = 50;

/** The variants with their units and planned weights, the baseline first, then in the order of the alphabet. */
export interface Arms {
  readonly arms: readonly Arm[];
  readonly baseline: string;
  /** Nobody said which one it is. */
  readonly chosen: boolean;
}

/** @throws VerdictError `invalid` where the file has no two variants, or not those that were named */
export function armsOf(
  units: readonly UnitCount[],
  { baseline, weights }: { readonly baseline: string | null; readonly weights: readonly string[] },
): Arms {
  const found = units.map(({ variant }) => variant);
  if (found.length > most)
    throw invalid(
      `--variant: the column has ${found.length.toLocaleString('en-US')} different values, and ${most} variants are the most: ${found.slice(0, 3).join(', ')}, …`,
    );
  if (found.length === 0) throw invalid('--variant: no unit met one variant alone. Is --unit the column of units?');
  if (found.length < 2) throw invalid(`--variant: the file has one variant only, ${found[0]}.`);
  if (baseline !== null && !found.includes(baseline))
    throw invalid(
      `--baseline: there is no variant ${baseline}; there are ${nearestNames(baseline, found, 5).join(', ')}.`,
    );
  const planned = weightsOf(weights, found);
  const first = baseline ?? found.find((variant) => variant.toLowerCase() === 'control') ?? found.toSorted()[0] ?? '';
  const names = [...new Set([first, ...[...found, ...planned.keys()].toSorted()])];
  return {
    baseline: first,
    chosen: baseline === null,
    arms: names.map((variant) => ({
      variant,
      units: units.find((one) => one.variant === variant)?.units ?? 0,
      weight: planned.size === 0 ? 1 / found.length : (planned.get(variant) ?? 0),
    })),
  };
}

function weightsOf(texts: readonly string[], found: readonly string[]): Map<string, number> {
  const pairs = pairsOf('--weights', texts, (name) => found.includes(name));
  const numbers = pairs.map(([variant, text]): [string, number] => {
    const weight = Number(text);
    if (!(weight >= 0 && Number.isFinite(weight))) throw invalid(`--weights: "${text}" is no weight of ${variant}.`);
    return [variant, weight];
  });
  const total = numbers.reduce((sum, [, weight]) => sum + weight, 0);
  if (numbers.length > 0 && !(total > 0)) throw invalid('--weights: one of them is above 0.');
  return new Map(numbers.map(([variant, weight]) => [variant, weight / total]));
}
