import { byExposedUnits, longitudinalCourse } from './longitudinal.js';
import { evenCourse, LOOKS, lookStudy, MOST_LOOKS, type Course, type Watched } from './looks.js';
import { amountMetric, clusteredMetric, normalMetric, ratioMetric, shareMetric } from './metrics.js';
import { ALPHA, alwaysValid, groupSequential, naive, relativeAlwaysValid, type Procedure } from './procedures.js';
import { atMost } from './rows.js';
import type { Study } from './study.js';

const metrics = [
  normalMetric,
  shareMetric(0.01),
  shareMetric(0.05),
  amountMetric({ share: 0.03, sigma: 1 }),
  ratioMetric,
  clusteredMetric,
];

/** Units of one variant at the end. */
const SIZES = [1_000, 10_000, 50_000];
const EXPERIMENTS = 12_000;

const most = (procedure: Procedure, looks: readonly number[] = LOOKS): Watched => ({
  procedure,
  looks,
  bound: atMost(ALPHA),
});

/** The relative form is at its worst where the looks are most. */
const judged = [most(groupSequential), most(alwaysValid), most(relativeAlwaysValid, [MOST_LOOKS])];
const shown = (...procedures: readonly Procedure[]): Watched[] =>
  procedures.map((procedure) => ({ procedure, looks: LOOKS, bound: null }));

const sized = (name: string, n: number): string => `${name}, n ${n.toLocaleString('en-US')}`;

/** Two variants that are the same: whatever is found is false. */
export const aaStudy = (
  { name, n, course }: { readonly name: string; readonly n: number; readonly course: Course },
  procedures: readonly Procedure[],
  experiments: number,
): Study => lookStudy({ name, n, course, experiments, watched: procedures.map((procedure) => most(procedure)) });

export const falsePositiveStudies: readonly Study[] = [
  ...metrics.flatMap(({ name, under }) =>
    SIZES.map((n) => {
      const course = evenCourse(under(0), under(0), n);
      return lookStudy({ name: sized(name, n), experiments: EXPERIMENTS, n, course, watched: judged });
    }),
  ),
  ...SIZES.map((n) =>
    lookStudy({
      name: sized('longitudinal, closed windows', n),
      experiments: EXPERIMENTS,
      n,
      course: longitudinalCourse(n, 'closed windows'),
      watched: judged,
    }),
  ),
  ...SIZES.map((n) =>
    lookStudy({
      name: sized('for comparison: longitudinal, values so far', n),
      experiments: EXPERIMENTS / 2,
      n,
      course: longitudinalCourse(n, 'values so far'),
      watched: shown(groupSequential, byExposedUnits, alwaysValid),
    }),
  ),
  lookStudy({
    name: sized('for comparison: normal', 10_000),
    experiments: EXPERIMENTS / 4,
    n: 10_000,
    course: evenCourse(normalMetric.under(0), normalMetric.under(0), 10_000),
    watched: shown(naive),
  }),
];
