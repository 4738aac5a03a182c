import type { CertificateBound } from '#libs/contracts';
import type { Random } from '../random.js';
import { Sums, type Population } from './population.js';
import type { LookVerdict, Pair, Procedure } from './procedures.js';
import { shareRow } from './rows.js';
import type { Study, Experiment } from './study.js';

/** The most looks; fewer are every second or every fourth of them, so one experiment serves all. */
export const MOST_LOOKS = 56;
export const LOOKS = [14, 28, 56] as const;

/** Calls back at each look with both variants as they are then; ends when it is answered with true. */
export type Course = (random: Random, atLook: (pair: Pair, look: number) => boolean) => void;

/** Units come evenly, n of each variant in all, and each is counted once and for good. */
export function evenCourse(control: Population, treatment: Population, n: number, looks = MOST_LOOKS): Course {
  return (random, atLook) => {
    const [a, b] = [new Sums(), new Sums()];
    for (let look = 0; look < looks; look += 1) {
      const units = Math.round((n * (look + 1)) / looks) - a.n;
      control.add(random, units, a);
      treatment.add(random, units, b);
      if (atLook([control.sample(a), treatment.sample(b)], look)) return;
    }
  };
}

/** A procedure, how many looks it takes, and how often it may find something at any of them. */
export interface Watched {
  readonly procedure: Procedure;
  readonly looks: readonly number[];
  readonly bound: CertificateBound | null;
}

/** How often procedures find an effect at any of their looks: a counter for each of their numbers of looks. */
export function lookStudy({
  name,
  experiments,
  n,
  course,
  watched,
}: {
  readonly name: string;
  readonly experiments: number;
  /** Units of one variant at the end. */
  readonly n: number;
  readonly course: Course;
  readonly watched: readonly Watched[];
}): Study {
  const cases = watched.flatMap(({ looks, ...rest }) => looks.map((count) => ({ ...rest, looks: count })));
  return {
    name,
    experiments,
    counters: cases.length,
    prepare: () =>
      watch(
        course,
        cases.map(({ procedure, looks }) => ({ looks, verdict: procedure.plan({ looks, units: 2 * n }) })),
      ),
    rows: (tally, of) =>
      cases.map(({ procedure, looks, bound }, index) =>
        shareRow({ what: `${name}: ${procedure.name}`, column: `${looks} looks` }, tally[index] ?? 0, of, bound),
      ),
  };
}

function watch(
  course: Course,
  cases: readonly { readonly looks: number; readonly verdict: LookVerdict }[],
): Experiment {
  return (random, tally) => {
    const found = cases.map(() => false);
    course(random, (pair, look) => {
      cases.forEach(({ looks, verdict }, index) => {
        const every = MOST_LOOKS / looks;
        if (found[index] === true || (look + 1) % every !== 0) return;
        if (verdict(pair, (look + 1) / every - 1)) found[index] = true;
      });
      return false;
    });
    found.forEach((yes, index) => {
      if (yes) tally[index] = (tally[index] ?? 0) + 1;
    });
  };
}
