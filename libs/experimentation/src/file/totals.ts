import type { CohortSums } from '../aggregate/cohorts.js';
import type { Sums } from '../results/effects.js';

const names = ['y', 'yy', 'x', 'xx', 'xy', 'c', 'cc', 'cy', 'cx', 'd', 'dd', 'dy', 'dx', 'cd'] as const;
type Name = (typeof names)[number];

/** Exact sums of one variant over as many cohorts as one likes; null where a line has no such thing. */
export type Totals = { readonly variant: string; readonly units: number } & { readonly [Key in Name]: bigint | null };

export const noUnits = (variant: string): Totals => {
  const none = Object.fromEntries(names.map((name) => [name, name === 'y' || name === 'yy' ? 0n : null]));
  return { variant, units: 0, ...none } as Totals;
};

/** Adds a cohort. */
export function plus(before: Totals, cohort: CohortSums): Totals {
  const sums = names.map((name) => {
    const added = cohort[`sum_${name}`];
    return [name, added === null ? before[name] : (before[name] ?? 0n) + BigInt(added)];
  });
  return { variant: before.variant, units: before.units + cohort.units, ...Object.fromEntries(sums) } as Totals;
}

/** Of every variant, in the order given. */
export const totalsOf = (cohorts: readonly CohortSums[], variants: readonly string[]): Totals[] =>
  variants.map((variant) => cohorts.filter((one) => one.variant === variant).reduce(plus, noUnits(variant)));

/** As effects are made of them. */
export const sumsOf = ({ variant, units, y, yy, x, xx, xy, ...before }: Totals): Sums => ({
  variant,
  units,
  sum: String(y ?? 0n),
  sumOfSquares: String(yy ?? 0n),
  denominator:
    x === null ? null : { total: String(x), total_of_squares: String(xx ?? 0n), total_of_products: String(xy ?? 0n) },
  covariate: covariateOf(before),
});

type Before = Pick<Totals, 'c' | 'cc' | 'cy' | 'cx' | 'd' | 'dd' | 'dy' | 'dx' | 'cd'>;

function covariateOf({ c, cc, cy, cx, d, dd, dy, dx, cd }: Before): Sums['covariate'] {
  const text = (sum: bigint | null): string => String(sum ?? 0n);
  if (c === null) return null;
  const denominator =
    d === null ? null : { cx: text(cx), d: text(d), dd: text(dd), dy: text(dy), dx: text(dx), cd: text(cd) };
  return { c: text(c), cc: text(cc), cy: text(cy), denominator };
}
