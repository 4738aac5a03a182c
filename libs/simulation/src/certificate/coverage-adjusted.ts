import {
  cuped,
  fiellerInterval,
  interactionAdjusted,
  isInsufficient,
  jointFromSums,
  postStratified,
  statisticsFromSums,
  welchTest,
  type JointStatistics,
  type Outcome,
  type SampleStatistics,
  type Stratum,
} from '#libs/stats';
import type { Random } from '../random.js';
import { coverageStudy, exactly, type Held } from './coverage-study.js';
import { binomial, chiSquare } from './draws.js';
import { ALPHA } from './procedures.js';
import type { Study } from './study.js';
import { holds, holdsLift } from './verdict.js';

/** Welch and Fieller of two means that were adjusted. */
function heldBy(
  control: SampleStatistics,
  treatment: SampleStatistics,
  {
    covariance = 0,
    means,
  }: { readonly covariance?: number; readonly means: readonly [control: number, treatment: number] },
): Held {
  const options = { alpha: ALPHA, covariance };
  const test = welchTest(control, treatment, options);
  const relative = fiellerInterval(control, treatment, options);
  return [
    isInsufficient(test) ? undefined : holds(test.interval, means[1] - means[0]),
    isInsufficient(relative) ? undefined : holdsLift(relative, means[1] / means[0] - 1),
  ];
}

/** Spent before: lognormal. Spent after: 0.8 of it, more for those who spent much where there is an effect, and noise. */
function spenders(random: Random, n: number, slope: number): Outcome<JointStatistics> {
  let [y, x, yy, xx, xy] = [0, 0, 0, 0, 0];
  for (let unit = 0; unit < n; unit += 1) {
    const before = random.logNormal(1, 0.7);
    const after = 5 + slope * before + random.normal();
    y += after;
    x += before;
    yy += after * after;
    xx += before * before;
    xy += after * before;
  }
  return jointFromSums({
    n,
    sums: [y, x],
    products: [
      [yy, xy],
      [xy, xx],
    ],
  });
}

const meanBefore = Math.exp(0.7 ** 2 / 2);

/** An uneven split and an effect that grows with the covariate: where pooled and separate coefficients differ. */
const covariates = coverageStudy(
  'a covariate, n 700 and 1,300',
  20_000,
  [
    { interval: 'CUPED', bound: exactly },
    { interval: 'CUPED, relative', bound: exactly },
    { interval: 'with interactions (Lin)', bound: exactly },
    { interval: 'with interactions (Lin), relative', bound: exactly },
  ],
  () => {
    const means = [5 + 0.8 * meanBefore, 5 + meanBefore] as const;
    return (random) => {
      const pair = [spenders(random, 700, 0.8), spenders(random, 1_300, 1)] as const;
      const pooled = cuped(pair);
      const separate = interactionAdjusted(...pair);
      const [a, b] = isInsufficient(pooled) ? [] : pooled.samples;
      return [
        ...(a === undefined || b === undefined ? [undefined, undefined] : heldBy(a, b, { means })),
        ...(isInsufficient(separate)
          ? [undefined, undefined]
          : heldBy(separate.control, separate.treatment, { covariance: separate.covariance, means })),
      ];
    };
  },
);

/** Share of all units, of which in the treatment, and the means under both. */
const STRATA = [
  { share: 0.5, treated: 0.1, control: 10, treatment: 10.5 },
  { share: 0.3, treated: 0.5, control: 20, treatment: 20 },
  { share: 0.2, treated: 0.7, control: 5, treatment: 7 },
] as const;

const overStrata = (of: (stratum: (typeof STRATA)[number]) => number): number =>
  STRATA.reduce((sum, stratum) => sum + stratum.share * of(stratum), 0);

/** Standard deviation 8 in each. */
function group(random: Random, n: number, mean: number): Outcome<SampleStatistics> {
  const sum = n * mean + 8 * Math.sqrt(n) * random.normal();
  return statisticsFromSums({ n, sum, sumOfSquares: sum ** 2 / n + 64 * chiSquare(random, Math.max(0, n - 1)) });
}

/** Phases of an experiment whose weights were changed: thrown together they would show an effect that is not there. */
const phases = coverageStudy(
  'three strata with other weights each, n 4,000',
  40_000,
  [
    { interval: 'post-stratified', bound: exactly },
    { interval: 'post-stratified, relative', bound: exactly },
  ],
  () => {
    const means = [overStrata(({ control }) => control), overStrata(({ treatment }) => treatment)] as const;
    return (random) => {
      let [left, rest] = [4_000, 1];
      const strata = STRATA.map(({ share, treated, control, treatment }, index): Stratum => {
        const n = index === STRATA.length - 1 ? left : binomial(random, left, share / rest);
        left -= n;
        rest -= share;
        const inTreatment = binomial(random, n, treated);
        return {
          name: String(index),
          control: group(random, n - inTreatment, control),
          treatment: group(random, inTreatment, treatment),
        };
      });
      const adjusted = postStratified(strata);
      return isInsufficient(adjusted)
        ? [undefined, undefined]
        : heldBy(adjusted.control, adjusted.treatment, { covariance: adjusted.covariance, means });
    };
  },
);

export const adjustedCoverage: readonly Study[] = [covariates, phases];
