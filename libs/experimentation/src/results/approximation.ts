import type { ApproximationView } from '#libs/contracts';
import { isInsufficient, normalApproximation, skewnessFromExact } from '#libs/stats';
import type { Experiment } from '../experiment/experiment.js';
import type { MetricLine } from '../metric/metric-line.js';
import type { ShapeSums, VariantSums } from './reading.js';

type OneVariant = ApproximationView['variants'][number];

/**
 * Whether the intervals of a line can be trusted, by how many units there are and how lopsided their values are. Both the
 * baseline and every treatment must pass.
 */
export function approximationOf(
  { variants }: Pick<Experiment, 'variants'>,
  line: Pick<MetricLine, 'definition'>,
  found: readonly VariantSums[],
): ApproximationView | null {
  const { kind } = line.definition;
  if (kind === 'quantile') return null;
  const isShare = kind === 'proportion' || kind === 'retention';
  const keys = new Set(variants.map(({ key }) => key));
  const own = found.filter(({ variant }) => keys.has(variant));
  if (own.length < 2 || own.some((one) => one.closed_units < 2 || (!isShare && one.shape == null))) return null;
  const all = own.map((one) => oneVariant(one, isShare));
  const holds = all.every((one) => one.holds);
  return { holds, text: textOf(all, holds), variants: all };
}

function oneVariant(sums: VariantSums, isShare: boolean): OneVariant {
  const { variant, closed_units: units } = sums;
  const done = Number(sums.closed_total);
  const events = isShare ? Math.min(done, units - done) : (sums.shape?.closed.acted_units ?? 0);
  const third = isShare ? thirdMoments(sums, { ...noShape, yyy: sums.closed_total }) : thirdMoments(sums);
  const skewness = third === null ? third : skewnessFromExact({ n: units, ...third });
  if (skewness === null || isInsufficient(skewness))
    return { variant, units, events, skewness: null, needed_units: null, holds: false };
  const normal = normalApproximation({ n: units, events, skewness: skewness.value });
  if (isInsufficient(normal))
    return { variant, units, events, skewness: skewness.value, needed_units: null, holds: false };
  return {
    variant,
    units,
    events,
    skewness: skewness.value,
    needed_units: normal.neededUnits,
    holds: normal.holds,
  };
}

const noShape: ShapeSums = { yyy: '0', yyx: null, yxx: null, xxx: null, acted_units: 0, uncubed_units: 0 };

/**
 * Σ, Σ² and Σ³ of what a mean is made of; null where a unit was too large to be cubed. Of a ratio it is what the delta method
 * goes by, y − R x with R = Σy/Σx, here times Σx, so that all of it stays whole: its sum is 0, and skewness has no unit.
 */
function thirdMoments(
  { closed_total, closed_total_of_squares, denominators, shape }: VariantSums,
  closed: ShapeSums | undefined = shape?.closed,
) {
  if (closed === undefined || closed.uncubed_units > 0) return null;
  if (denominators === null)
    return { sum: closed_total, sumOfSquares: closed_total_of_squares, sumOfCubes: closed.yyy };
  const { total, total_of_squares, total_of_products } = denominators.closed;
  const [y, x] = [BigInt(closed_total), BigInt(total)];
  const [yyy, yyx, yxx, xxx] = [closed.yyy, closed.yyx, closed.yxx, closed.xxx].map((sum) => BigInt(sum ?? 0)) as [
    bigint,
    bigint,
    bigint,
    bigint,
  ];
  const [yy, xy, xx] = [BigInt(closed_total_of_squares), BigInt(total_of_products), BigInt(total_of_squares)];
  return {
    sum: 0n,
    sumOfSquares: x * x * yy - 2n * x * y * xy + y * y * xx,
    sumOfCubes: x ** 3n * yyy - 3n * x * x * y * yyx + 3n * x * y * y * yxx - y ** 3n * xxx,
  };
}

const fewestEvents = 100;

function textOf(all: readonly OneVariant[], holds: boolean): string {
  if (holds) return 'There are units enough for how lopsided their values are: the intervals cover what they say.';
  const few = all.filter(({ events }) => events < fewestEvents);
  const needed = Math.max(0, ...all.map(({ needed_units }) => needed_units ?? 0));
  const reasons = [
    ...few.map(
      ({ variant, events }) => `${variant} has ${events.toLocaleString('en-US')} units that tell, of ${fewestEvents}`,
    ),
    ...(all.some(({ units, needed_units }) => needed_units !== null && units < needed_units)
      ? [`so lopsided values need about ${needed.toLocaleString('en-US')} units a variant`]
      : []),
  ];
  const why = reasons.length === 0 ? 'nothing is known of how lopsided the values are' : reasons.join('; ');
  return `The intervals are not to be trusted yet: ${why}. They may cover less than they say, and miss to one side.`;
}
