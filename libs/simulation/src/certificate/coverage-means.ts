import {
  fiellerInterval,
  isInsufficient,
  posteriorLift,
  relativeProportionEffect,
  twoProportionTest,
  welchTest,
} from '#libs/stats';
import { binomial } from './draws.js';
import { coverageStudy, enough, exactly, isNormal } from './coverage-study.js';
import { amountMetric, clusteredMetric, normalMetric, ratioMetric, shareMetric } from './metrics.js';
import { drawn, type Metric } from './population.js';
import { ALPHA } from './procedures.js';
import type { Study } from './study.js';
import { holds, holdsLift } from './verdict.js';

/** Whole and relative effect by Welch and Fieller. Between variants of one size too few units make them too wide. */
function meanStudy(metric: Metric, [n, m]: readonly [number, number], lift: number, experiments: number): Study {
  const [control, treatment] = [metric.under(0), metric.under(lift)];
  const normal = isNormal([control, n], [treatment, m]);
  const bound = normal ? exactly : n === m ? enough : null;
  const [difference, relative] = [treatment.mean - control.mean, treatment.mean / control.mean - 1];
  const sizes = n === m ? n.toLocaleString('en-US') : `${n.toLocaleString('en-US')} and ${m.toLocaleString('en-US')}`;
  return coverageStudy(
    `${metric.name}, n ${sizes}${normal ? '' : ' (too skewed by the rule)'}`,
    experiments,
    [
      { interval: 'Welch', bound },
      { interval: 'Fieller', bound },
    ],
    () => (random) => {
      const pair = [drawn(random, control, n), drawn(random, treatment, m)] as const;
      const test = welchTest(...pair, { alpha: ALPHA });
      const lifted = fiellerInterval(...pair, { alpha: ALPHA });
      return [
        isInsufficient(test) ? undefined : holds(test.interval, difference),
        isInsufficient(lifted) ? undefined : holdsLift(lifted, relative),
      ];
    },
  );
}

function proportionStudy(share: number, n: number, lift: number): Study {
  const treated = share * (1 + lift);
  const bound = isNormal([shareMetric(share).under(0), n], [shareMetric(share).under(lift), n]) ? exactly : enough;
  return coverageStudy(
    `two proportions, ${100 * share} %, n ${n.toLocaleString('en-US')}`,
    100_000,
    [
      { interval: 'absolute', bound },
      { interval: 'relative', bound },
    ],
    () => (random) => {
      const control = { successes: binomial(random, n, share), n };
      const treatment = { successes: binomial(random, n, treated), n };
      const test = twoProportionTest(control, treatment, { alpha: ALPHA });
      const relative = relativeProportionEffect(control, treatment, { alpha: ALPHA });
      return [
        isInsufficient(test) ? undefined : holds(test.interval, treated - share),
        isInsufficient(relative) ? undefined : holdsLift(relative, lift),
      ];
    },
  );
}

/** Over effects drawn from the prior, N(0, 0.3²), of those that leave something of the control. */
function posteriorStudy(metric: Metric, n: number, experiments: number): Study {
  return coverageStudy(
    `${metric.name}, n ${n.toLocaleString('en-US')}, effects from the prior`,
    experiments,
    [{ interval: 'credible interval of the lift', bound: enough }],
    () => {
      const control = metric.under(0);
      return (random) => {
        const lift = 0.3 * random.normal();
        if (lift < -0.95) return [undefined];
        const treatment = metric.under(lift);
        const posterior = posteriorLift(drawn(random, control, n), drawn(random, treatment, n), { alpha: ALPHA });
        return [isInsufficient(posterior) ? undefined : holds(posterior.interval, lift)];
      };
    },
  );
}

const pledges = amountMetric({ share: 0.03, sigma: 1 });
const tiers = amountMetric({ share: 0.1, sigma: 0.5 });

export const meanCoverage: readonly Study[] = [
  meanStudy(normalMetric, [1_000, 1_000], 0.1, 60_000),
  meanStudy(pledges, [1_000, 1_000], 0.1, 60_000),
  meanStudy(pledges, [10_000, 10_000], 0.1, 30_000),
  meanStudy(pledges, [50_000, 50_000], 0.1, 20_000),
  // The smaller variant has just the units that the rule asks for, and the split is uneven: the worst that it lets by.
  meanStudy(tiers, [9_900, 1_100], 0.1, 60_000),
  meanStudy(tiers, [900, 100], 0.1, 20_000),
  meanStudy(ratioMetric, [1_000, 1_000], 0.1, 20_000),
  meanStudy(ratioMetric, [10_000, 10_000], 0.1, 30_000),
  meanStudy(clusteredMetric, [1_000, 1_000], 0.1, 30_000),
  meanStudy(clusteredMetric, [10_000, 10_000], 0.1, 30_000),
  proportionStudy(0.01, 1_000, 0.1),
  proportionStudy(0.01, 15_000, 0.1),
  proportionStudy(0.05, 3_000, 0.1),
  proportionStudy(0.05, 50_000, 0.1),
  posteriorStudy(normalMetric, 10_000, 40_000),
  posteriorStudy(shareMetric(0.05), 10_000, 40_000),
  posteriorStudy(pledges, 50_000, 10_000),
];
