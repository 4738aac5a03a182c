import type { CertificateRow } from '#libs/contracts';
import { isInsufficient, sequentialSampleRatio, type Arrivals } from '#libs/stats';
import type { Random } from '../random.js';
import { binomial } from './draws.js';
import { atMost, medianDaysRow, shareRow } from './rows.js';
import type { Study } from './study.js';

/** Four weeks of hours, with a look after each. */
const HOURS = 672;
const ALPHA = 0.01;

/** What is planned, what happens, and how many come. */
interface Split {
  readonly name: string;
  readonly weights: readonly number[];
  readonly shares: readonly number[];
  readonly unitsADay: number;
}

/** The alarm: the number of the look that gave it, or null. */
export type SplitAlarm = (arrivals: readonly Arrivals[]) => number | null;

const anytimeAlarm: SplitAlarm = (arrivals) => {
  const test = sequentialSampleRatio(arrivals, { alpha: ALPHA });
  return isInsufficient(test) ? null : test.alarmAt;
};

/** Counters: how many alarms there were at each look. */
function study(
  split: Split,
  experiments: number,
  rows: (hours: Float64Array, n: number) => CertificateRow,
  alarm: SplitAlarm,
): Study {
  return {
    name: `sample ratio, ${split.name}`,
    experiments,
    counters: HOURS,
    prepare: () => (random, hours) => {
      const look = alarm(arrive(random, split));
      if (look !== null) hours[look] = (hours[look] ?? 0) + 1;
    },
    rows: (hours, n) => [rows(hours, n)],
  };
}

/** A split as planned: any alarm is a false one. */
export const heldSplit = (split: Omit<Split, 'shares'>, experiments = 10_000, alarm = anytimeAlarm): Study =>
  study(
    { ...split, shares: split.weights },
    experiments,
    (hours, n) =>
      shareRow(
        { what: `False alarms over 672 hourly looks: ${split.name}` },
        hours.reduce((sum, count) => sum + count, 0),
        n,
        atMost(ALPHA),
      ),
    alarm,
  );

const leak = (split: Split, days: number | null): Study =>
  study(
    split,
    4_000,
    (hours, n) =>
      medianDaysRow(
        { what: `Days until the alarm, in the median: ${split.name}` },
        hours,
        n,
        days === null ? null : atMost(days),
      ),
    anytimeAlarm,
  );

const half = [0.5, 0.5];

export const sampleRatioStudies: readonly Study[] = [
  heldSplit({ name: '50/50, 20,000 units a day', weights: half, unitsADay: 20_000 }),
  heldSplit({ name: '50/50, 500 units a day', weights: half, unitsADay: 500 }),
  heldSplit({ name: '90/10, 20,000 units a day', weights: [0.9, 0.1], unitsADay: 20_000 }),
  heldSplit({ name: '60/30/10, 5,000 units a day', weights: [0.6, 0.3, 0.1], unitsADay: 5_000 }),
  leak(
    { name: '50.5/49.5 for 50/50, 20,000 units a day', weights: half, shares: [0.505, 0.495], unitsADay: 20_000 },
    6,
  ),
  leak({ name: '51/49 for 50/50, 20,000 units a day', weights: half, shares: [0.51, 0.49], unitsADay: 20_000 }, null),
];

function arrive(random: Random, { weights, shares, unitsADay }: Split): Arrivals[] {
  return Array.from({ length: HOURS }, (_, hour) => {
    // Few come by night, from 40 to 160 % of the mean hour.
    let left = Math.round((unitsADay / 24) * (1 - 0.6 * Math.cos((2 * Math.PI * hour) / 24)));
    let rest = 1;
    const counts = shares.map((share, index) => {
      const count = index === shares.length - 1 ? left : binomial(random, left, share / rest);
      left -= count;
      rest -= share;
      return count;
    });
    return { counts, weights };
  });
}
