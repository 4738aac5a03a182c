import {
  confidenceSequence,
  isInsufficient,
  relativeConfidenceSequence,
  sequentialTest,
  type SequentialReadout,
} from '#libs/stats';
import { coverageStudy, enough, exactly, isNormal, type Held } from './coverage-study.js';
import { lookDesigns } from './look-designs.js';
import { evenCourse, MOST_LOOKS } from './looks.js';
import { amountMetric, normalMetric, shareMetric } from './metrics.js';
import type { Metric } from './population.js';
import { ALPHA, SHORTEST_REACH, zOf, type Pair } from './procedures.js';
import { within } from './rows.js';
import type { Study } from './study.js';
import { holds, holdsLift } from './verdict.js';

const LOOKS = MOST_LOOKS / 2;

/** The interval at the look that stopped, and all those before it together, under an effect of so many standard errors. */
function sequentialStudy(metric: Metric, n: number, effect: number, experiments: number): Study {
  const control = metric.under(0);
  const lift = (effect * Math.sqrt((2 * control.variance) / n)) / control.mean;
  const treatment = metric.under(lift);
  const [difference, relative] = [treatment.mean - control.mean, treatment.mean / control.mean - 1];
  const bound = isNormal([control, n], [treatment, n]) ? exactly : enough;
  return coverageStudy(
    `group sequential, 28 looks, ${metric.name}, n ${n.toLocaleString('en-US')}, effect of ${effect} standard errors`,
    experiments,
    [
      { interval: 'final interval', bound },
      { interval: 'final interval, relative', bound },
      { interval: 'estimate under the truth', bound: within(0.5, 0.01) },
      { interval: 'all interim intervals', bound: enough },
    ],
    () => {
      const designs = lookDesigns(LOOKS);
      const course = evenCourse(control, treatment, n, LOOKS);
      return (random) => {
        let final: SequentialReadout | undefined;
        let interimHeld = true;
        course(random, (pair, look) => {
          const design = designs[look];
          const reach = design?.looks.at(-1)?.bound ?? Infinity;
          // Under the bound a look is an interim one, and reaches to the bound at least: it is asked when that matters.
          const last = look === LOOKS - 1;
          if (design === undefined || (!last && withinReach(pair, reach, difference))) return false;
          const test = sequentialTest(...pair, design);
          if (isInsufficient(test)) return false;
          if (test.stage === 'final') final = test;
          else if (test.interval !== null && !holds(test.interval, difference)) interimHeld = false;
          return test.stage === 'final';
        });
        return [...heldAtEnd(final, difference, relative), interimHeld];
      };
    },
  );
}

/** Whether neither zero nor the truth is as far from the estimate as the bound. */
function withinReach(pair: Pair, reach: number, difference: number): boolean {
  const [control, treatment] = pair;
  if (isInsufficient(control) || isInsufficient(treatment)) return true;
  const error = Math.sqrt(control.variance / control.n + treatment.variance / treatment.n);
  const off = treatment.mean - control.mean - difference;
  return Math.abs(zOf(pair)) < reach && !(Math.abs(off) >= reach * error);
}

function heldAtEnd(final: SequentialReadout | undefined, difference: number, relative: number): Held {
  if (final?.interval == null || final.medianUnbiased === null) return [undefined, undefined, undefined];
  const lifted = final.relative;
  return [
    holds(final.interval, difference),
    lifted === null || isInsufficient(lifted) ? undefined : holdsLift(lifted, relative),
    final.medianUnbiased < difference,
  ];
}

/** All looks together. */
function sequenceStudy(metric: Metric, n: number, lift: number, experiments: number): Study {
  const [control, treatment] = [metric.under(0), metric.under(lift)];
  const [difference, relative] = [treatment.mean - control.mean, treatment.mean / control.mean - 1];
  const options = { alpha: ALPHA, plannedUnits: 2 * n };
  return coverageStudy(
    `confidence sequence at 56 looks, ${metric.name}, n ${n.toLocaleString('en-US')}`,
    experiments,
    [
      { interval: 'all intervals', bound: enough },
      { interval: 'all relative intervals', bound: enough },
    ],
    () => {
      const course = evenCourse(control, treatment, n);
      return (random) => {
        const held = [true, true];
        course(random, (pair) => {
          if (!withinReach(pair, SHORTEST_REACH, difference)) {
            const test = confidenceSequence(...pair, options);
            if (!isInsufficient(test) && !holds(test.interval, difference)) held[0] = false;
          }
          const lifted = relativeConfidenceSequence(...pair, options);
          if (!isInsufficient(lifted) && !holdsLift(lifted, relative)) held[1] = false;
          return false;
        });
        return held;
      };
    },
  );
}

const pledges = amountMetric({ share: 0.03, sigma: 1 });

export const lookCoverage: readonly Study[] = [
  ...[0, 2.8, 5].map((effect) => sequentialStudy(normalMetric, 10_000, effect, 16_000)),
  sequentialStudy(shareMetric(0.05), 10_000, 2.8, 16_000),
  sequentialStudy(pledges, 50_000, 2.8, 8_000),
  sequenceStudy(normalMetric, 10_000, 0.05, 16_000),
  sequenceStudy(shareMetric(0.01), 10_000, 0.2, 16_000),
  sequenceStudy(pledges, 10_000, 0.2, 8_000),
];
