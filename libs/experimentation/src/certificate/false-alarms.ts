import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { MetricKind } from '#libs/contracts';
import {
  aaCertificate,
  isInsufficient,
  jointFromSums,
  ratioStatistics,
  statisticsFromSums,
  twoProportionTest,
  welchTest,
  type AaCertificate,
  type JointSums,
  type Outcome,
  type SampleStatistics,
} from '#libs/stats';
import type { SeenGroup } from '../aggregate/seen-groups.js';

/** Of so many draws a rate of 5 % is known to ±1.3 points at 99 %. */
const draws = 2_000;
const alpha = 0.05;

/** `AaCertificate` with the level that the test claimed; kept as it is. */
export type KeptCertificate = Outcome<AaCertificate & { readonly alpha: number }>;

/**
 * How often the metric's own test — that of two proportions for shares, else Welch's, of ratios to first order — finds
 * something between two halves of the same units, divided anew by chance.
 *
 * @param seed the same one gives the same certificate
 */
export function falseAlarmsOf(kind: MetricKind, groups: readonly SeenGroup[], seed: number): KeptCertificate {
  const generator = xoroshiro128plus(seed);
  const isShare = kind === 'proportion' || kind === 'retention';
  const found = aaCertificate(
    groups.map(({ count, units, sums, products }) => ({ count, sums: { n: units, sums, products } })),
    {
      test: isShare ? shareTest : meanTest,
      alpha,
      draws,
      uniform: () => ((generator.next() >>> 0) + 1) / 2 ** 32,
    },
  );
  return isInsufficient(found) ? found : { ...found, alpha };
}

const shareTest = (control: JointSums<number>, treatment: JointSums<number>): ReturnType<typeof twoProportionTest> =>
  twoProportionTest(countsOf(control), countsOf(treatment), { alpha });

const countsOf = ({ n, sums }: JointSums<number>) => ({ successes: sums[0] ?? 0, n });

const meanTest = (control: JointSums<number>, treatment: JointSums<number>): ReturnType<typeof welchTest> =>
  welchTest(sampleOf(control), sampleOf(treatment), { alpha });

const sampleOf = (joint: JointSums<number>): Outcome<SampleStatistics> =>
  joint.sums.length === 1
    ? statisticsFromSums({ n: joint.n, sum: joint.sums[0] ?? 0, sumOfSquares: joint.products[0]?.[0] ?? 0 })
    : ratioStatistics(jointFromSums(joint));
