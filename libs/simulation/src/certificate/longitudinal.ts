import { statisticsFromSums } from '#libs/stats';
import type { Random } from '../random.js';
import { binomial } from './draws.js';
import { MOST_LOOKS, type Course } from './looks.js';
import { Sums } from './population.js';
import { groupSequential, type Procedure } from './procedures.js';

/*
 * Money that is collected when a project ends. Units come for eight weeks of 56 days, and each has a window of eight
 * weeks: of one in thirty a lognormal amount is collected in its last quarter. So all is known after sixteen weeks.
 */
const DAYS = MOST_LOOKS;
const SHARE = 0.03;

/** Which units a look counts, and with what. */
export type Counted =
  /** Those whose window has closed. The looks are on the days of the last eight weeks. */
  | 'closed windows'
  /** All so far, with what they have so far. The looks are on every second day of the sixteen weeks. */
  | 'values so far';

/**
 * What seems to be right with values so far: half of the looks are over when all units are there, and they make the plan;
 * the others read what still comes in against its last bound.
 */
export const byExposedUnits: Procedure = {
  name: 'group sequential by exposed units',
  plan: ({ looks, units }) => {
    const verdict = groupSequential.plan({ looks: looks / 2, units });
    return (pair, look) => verdict(pair, Math.min(look, looks / 2 - 1));
  },
};

/** What each look adds for one variant: units, Σy and Σy². */
function additions(random: Random, n: number, counted: Counted): Sums[] {
  const looks = Array.from({ length: MOST_LOOKS }, () => new Sums());
  for (let day = 0, before = 0; day < DAYS; day += 1) {
    const units = Math.round((n * (day + 1)) / DAYS) - before;
    before += units;
    // Of days that are counted from 0 the look is after: an end on day 111 belongs to the last one.
    const own = looks[counted === 'closed windows' ? day : day >> 1];
    if (own !== undefined) own.n += units;
    for (let left = binomial(random, units, SHARE); left > 0; left -= 1) {
      const amount = random.logNormal(50, 1);
      const collected = Math.floor(day + DAYS * (1 - random.unit() / 4));
      const look = looks[counted === 'closed windows' ? day : Math.min(MOST_LOOKS - 1, collected >> 1)];
      if (look === undefined) continue;
      look.y += amount;
      look.yy += amount ** 2;
    }
  }
  return looks;
}

/** An A/A test of such units, n of each variant. */
export function longitudinalCourse(n: number, counted: Counted): Course {
  return (random, atLook) => {
    const variants = [additions(random, n, counted), additions(random, n, counted)] as const;
    const [a, b] = [new Sums(), new Sums()];
    for (let look = 0; look < MOST_LOOKS; look += 1) {
      add(a, variants[0][look]);
      add(b, variants[1][look]);
      if (atLook([sampleOf(a), sampleOf(b)], look)) return;
    }
  };
}

function add(sums: Sums, more: Sums | undefined): void {
  sums.n += more?.n ?? 0;
  sums.y += more?.y ?? 0;
  sums.yy += more?.yy ?? 0;
}

const sampleOf = ({ n, y, yy }: Sums) => statisticsFromSums({ n, sum: y, sumOfSquares: yy });
