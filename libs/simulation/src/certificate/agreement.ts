import {
  bonferroniIntervals,
  confidenceSequence,
  falseCoverageIntervals,
  fiellerInterval,
  holmIntervals,
  isInsufficient,
  relativeConfidenceSequence,
  relativeProportionEffect,
  sequentialTest,
  twoProportionTest,
  welchTest,
  type Comparison,
  type JointEffects,
  type Outcome,
  type SampleStatistics,
} from '#libs/stats';
import type { Random } from '../random.js';
import { binomial } from './draws.js';
import { lookDesigns } from './look-designs.js';
import { amountMetric, clusteredMetric, normalMetric, ratioMetric, shareMetric } from './metrics.js';
import { drawn } from './population.js';
import { neverRow } from './rows.js';
import type { Study } from './study.js';
import { excludesZero, relativeVerdict } from './verdict.js';

const ALPHA = 0.05;
const COMPARED = 0;
const CONTRADICTIONS = 1;

/** Whether all that is said of one comparison says the same; undefined where there is nothing to compare. */
export type Agreement = (random: Random) => boolean | undefined;

export const agreement = (what: string, experiments: number, prepare: () => Agreement): Study => ({
  name: `agreement, ${what}`,
  experiments,
  counters: 2,
  prepare: () => {
    const agrees = prepare();
    return (random, tally) => {
      const answer = agrees(random);
      if (answer === undefined) return;
      tally[COMPARED] = (tally[COMPARED] ?? 0) + 1;
      if (!answer) tally[CONTRADICTIONS] = (tally[CONTRADICTIONS] ?? 0) + 1;
    };
  },
  rows: (tally) => [neverRow({ what: `Contradictions: ${what}` }, tally[CONTRADICTIONS] ?? 0, tally[COMPARED] ?? 0)],
});

/** Each metric without an effect, and with effects of ten sizes up to ± 90 %. */
const populations = () =>
  [
    normalMetric,
    shareMetric(0.01),
    shareMetric(0.05),
    amountMetric({ share: 0.03, sigma: 1 }),
    ratioMetric,
    clusteredMetric,
  ].map(({ under }) => ({
    control: under(0),
    treatments: [-0.9, -0.5, -0.3, -0.15, -0.05, 0, 0.05, 0.15, 0.3, 0.9].map(under),
  }));

/** From ten to twenty thousand, as many of each order of magnitude. */
const anySize = (random: Random): number => Math.round(10 * 2_000 ** random.unit());

/** Draws two variants of any metric, size and effect. */
function anyPair(): (random: Random) => [Outcome<SampleStatistics>, Outcome<SampleStatistics>] {
  const known = populations();
  return (random) => {
    const { control, treatments } = random.pick(known);
    return [drawn(random, control, anySize(random)), drawn(random, random.pick(treatments), anySize(random))];
  };
}

/** All say the same; what is not there says nothing. */
function same(...verdicts: readonly (boolean | undefined)[]): boolean | undefined {
  const said = verdicts.filter((verdict) => verdict !== undefined);
  return said.length < 2 ? undefined : said.every((verdict) => verdict === said[0]);
}

const fixed = (): Agreement => {
  const draw = anyPair();
  return (random) => {
    const pair = draw(random);
    const test = welchTest(...pair, { alpha: ALPHA });
    if (isInsufficient(test)) return undefined;
    const relative = fiellerInterval(...pair, { alpha: ALPHA });
    return same(test.pValue <= ALPHA, excludesZero(test.interval), relativeVerdict(relative));
  };
};

const proportions: Agreement = (random) => {
  const share = 0.5 * random.unit() ** 2;
  const treated = Math.min(1, share * (1 + Math.max(-0.9, 0.3 * random.normal())));
  const [n, m] = [anySize(random), anySize(random)];
  const control = { successes: binomial(random, n, share), n };
  const treatment = { successes: binomial(random, m, treated), n: m };
  const test = twoProportionTest(control, treatment, { alpha: ALPHA });
  if (isInsufficient(test)) return undefined;
  const relative = relativeProportionEffect(control, treatment, { alpha: ALPHA });
  const relativeP = isInsufficient(relative) ? undefined : relative.pValue <= ALPHA;
  return same(test.pValue <= ALPHA, excludesZero(test.interval), relativeVerdict(relative), relativeP);
};

const sequence = (): Agreement => {
  const draw = anyPair();
  return (random) => {
    const pair = draw(random);
    const options = { alpha: ALPHA, plannedUnits: 20_000 };
    const test = confidenceSequence(...pair, options);
    if (isInsufficient(test)) return undefined;
    const relative = relativeConfidenceSequence(...pair, options);
    return same(test.pValue <= ALPHA, excludesZero(test.interval), relativeVerdict(relative));
  };
};

const looks = (): Agreement => {
  const designs = lookDesigns(14);
  const draw = anyPair();
  return (random) => {
    const test = sequentialTest(...draw(random), random.pick(designs));
    if (isInsufficient(test)) return undefined;
    const { crossed, interval, pValue, relative } = test;
    return same(
      crossed !== null,
      interval === null ? undefined : excludesZero(interval),
      pValue === null ? undefined : pValue <= ALPHA,
      relative === null ? undefined : relativeVerdict(relative),
    );
  };
};

/** Up to ten effects, some of them none, each with Welch's test. */
function family(random: Random): Comparison[] {
  return Array.from({ length: 2 + random.below(9) }, () => {
    const control = { n: 1_000, mean: random.normal(), variance: 500 };
    const treatment = {
      n: 1_000,
      mean: random.normal() + (random.chance(0.5) ? 0 : 3 * random.normal()),
      variance: 500,
    };
    const test = welchTest(control, treatment, { alpha: ALPHA });
    if (isInsufficient(test)) throw new Error(test.detail);
    return {
      estimate: test.estimate,
      pValue: test.pValue,
      intervalAt: (alpha) => {
        const at = welchTest(control, treatment, { alpha });
        return isInsufficient(at) ? null : at.interval;
      },
    };
  });
}

/** Adjusted p, verdict and interval of each effect of a family; an end at 0 excludes it where the effect is significant. */
const families =
  (intervals: (comparisons: readonly Comparison[], alpha: number) => Outcome<JointEffects>): Agreement =>
  (random) => {
    const joint = intervals(family(random), ALPHA);
    if (isInsufficient(joint)) return undefined;
    return joint.effects.every(({ pValue, significant, interval: { lower, upper } }) => {
      const [low, high] = [lower ?? -Infinity, upper ?? Infinity];
      const excluded = significant ? low >= 0 || high <= 0 : low > 0 || high < 0;
      return pValue <= ALPHA === significant && excluded === significant;
    });
  };

export const agreementStudies: readonly Study[] = [
  agreement('Welch’s p, its interval, Fieller’s interval', 100_000, fixed),
  agreement('two proportions: p, interval, relative interval', 100_000, () => proportions),
  agreement('confidence sequence: p, interval, relative interval', 100_000, sequence),
  agreement('group sequential: bound, p, interval, relative interval', 20_000, looks),
  agreement('Holm’s p and simultaneous intervals', 20_000, () => families(holmIntervals)),
  agreement('Bonferroni’s p and intervals', 20_000, () => families(bonferroniIntervals)),
  agreement('Benjamini and Hochberg’s p and intervals', 20_000, () => families(falseCoverageIntervals)),
];
