import { performance } from 'node:perf_hooks';
import * as stats from '../../dist/libs/stats/src/index.js';

const alpha = 0.05;
const rows = 1_000;
const middle = (values) => values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)];

/** A thousand metric rows by all methods, and by a bare loop of Welch's test: milliseconds, each the middle of five rounds. */
export function measureStatistics() {
  const looks = Array.from({ length: 28 }, (_, look) => (look + 1) / 28);
  const design = stats.sequentialDesign({ alpha, sides: 2, spending: 'obrien_fleming' }, looks.slice(0, 14));
  const plan = stats.sequentialDesign({ alpha, sides: 2, spending: 'obrien_fleming' }, looks);
  const metrics = Array.from({ length: rows }, (_, number) => metric(number));
  const all = [];
  const plain = [];
  for (let round = 0; round < 5; round++) {
    plain.push(timed(() => metrics.map(({ control, treatment }) => stats.welchTest(control, treatment, { alpha }))));
    all.push(timed(() => metrics.map((one) => methods(one, design, plan))));
  }
  return { rows, milliseconds: middle(all), plain: middle(plain) };
}

function timed(work) {
  const began = performance.now();
  const answers = work();
  const took = performance.now() - began;
  const broken = answers.flat().find((answer) => answer.kind === 'insufficient_data');
  if (broken !== undefined) throw new Error(broken.detail);
  return took;
}

/** What a readout may ask of one metric and one treatment. */
function methods({ control, treatment, joint, levels, days, cohorts }, design, plan) {
  const [a, b] = joint;
  const sequence = { alpha, plannedUnits: 60_000 };
  const margin = { kind: 'relative', value: 0.05 };
  const pair = [control, treatment];
  const lin = stats.interactionAdjusted(a, b);
  const strata = stats.postStratified(levels);
  const ratios = [a, b].map(stats.ratioStatistics);
  const { means, covariances, n } = a;
  const squares = (n - 1) * covariances[0][0] + n * means[0] ** 2;
  return [
    stats.welchTest(...pair, { alpha }),
    stats.fiellerInterval(...pair, { alpha }),
    stats.twoProportionTest({ successes: 300, n: control.n }, { successes: 320, n: treatment.n }, { alpha }),
    stats.sequentialTest(...pair, design),
    stats.sequentialTest(...pair, plan),
    stats.conditionalPower(plan, { fraction: 0.5, z: 1, drift: 2.8 }),
    stats.confidenceSequence(...pair, sequence),
    stats.relativeConfidenceSequence(...pair, sequence),
    stats.posteriorLift(...pair, { alpha }),
    stats.nonInferiority(...pair, { alpha: 0.025, margin, better: 'higher' }),
    stats.nonInferiority(...pair, { alpha: 0.025, margin, better: 'higher', sequence }),
    stats.cuped([a, b]),
    stats.welchTest(lin.control, lin.treatment, { alpha, covariance: lin.covariance }),
    stats.fiellerInterval(strata.control, strata.treatment, { alpha, covariance: strata.covariance }),
    stats.fiellerInterval(...ratios, { alpha }),
    stats.clusteredMean(a, { sumOfSquares: squares }),
    stats.heterogeneousEffects(levels, { alpha }),
    stats.preperiodBalance(levels),
    stats.effectTrend(days, { alpha }),
    stats.maturingEffect(cohorts, cohorts, { lastAge: 7, alpha }),
  ];
}

function metric(number) {
  const sample = (effect, n = 20_000) => ({ n, mean: 10 + effect, variance: 400 + number });
  const effect = Math.sin(number) / 2;
  const of = (shift) => ({
    n: 20_000,
    means: [10 + shift, 5],
    covariances: [
      [400 + number, 60],
      [60, 100],
    ],
  });
  const pairs = (count) =>
    Array.from({ length: count }, (_, index) => ({
      name: String(index),
      day: index,
      control: sample(index / 10, 4_000),
      treatment: sample(index / 10 + effect, 4_000),
    }));
  const cohorts = Array.from({ length: 14 }, (_, day) => ({
    units: 1_000,
    byAge: Array.from({ length: Math.min(8, 14 - day) }, (_, age) => {
      const sum = 1_000 * (4 + age) * (1 + Math.sin(number + day + age) / 20);
      return { sum, sumOfSquares: sum * 40 };
    }),
  }));
  return {
    control: sample(0),
    treatment: sample(effect),
    joint: [of(0), of(effect)],
    levels: pairs(5),
    days: pairs(7),
    cohorts,
  };
}
