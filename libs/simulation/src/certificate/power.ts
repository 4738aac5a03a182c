import { normalQuantile } from '#libs/stats';
import { evenCourse, lookStudy, MOST_LOOKS } from './looks.js';
import { amountMetric, normalMetric, shareMetric } from './metrics.js';
import type { Metric } from './population.js';
import { alwaysValid, fixedTest, groupSequential } from './procedures.js';
import { atLeast, within } from './rows.js';
import type { Study } from './study.js';

/** Drift at which a test that is read once, two-sided at 5 %, finds 80 of 100. */
const DRIFT = normalQuantile(0.975) + normalQuantile(0.8);

/** The effect of that drift: more effect may be more variance, so it is found by repetition. */
function liftOf({ under }: Metric, n: number): number {
  const control = under(0);
  let lift = 0;
  for (let step = 0; step < 50; step += 1) {
    lift = (DRIFT * Math.sqrt((control.variance + under(lift).variance) / n)) / control.mean;
  }
  return lift;
}

function powerStudy(metric: Metric, n: number): Study {
  const lift = liftOf(metric, n);
  const looks = [MOST_LOOKS / 2];
  return lookStudy({
    name: `${metric.name}, n ${n.toLocaleString('en-US')}, effect ${(100 * lift).toFixed(1)} %`,
    experiments: 10_000,
    n,
    course: evenCourse(metric.under(0), metric.under(lift), n),
    watched: [
      { procedure: fixedTest, looks, bound: within(0.8, 0.01) },
      { procedure: groupSequential, looks, bound: atLeast(0.75) },
      { procedure: alwaysValid, looks, bound: null },
    ],
  });
}

export const powerStudies: readonly Study[] = [
  powerStudy(normalMetric, 10_000),
  powerStudy(shareMetric(0.05), 10_000),
  powerStudy(amountMetric({ share: 0.03, sigma: 1 }), 50_000),
];
