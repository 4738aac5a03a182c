import type { AggregateAsked, AggregateLine } from '#libs/experimentation';
import { isInsufficient, quantileRanks } from '#libs/stats';
import { dayMs } from './aggregate-scene.js';

/** A unit that counts. */
export interface Member {
  readonly id: string;
  readonly backer: string | undefined;
  readonly exposedAt: number;
  readonly variant: string;
  readonly cohort: { readonly phase: number; readonly cohort_day: string };
}

type Valued = Member & { readonly value: bigint };

const ascending = (one: bigint, other: bigint): number => (one < other ? -1 : one > other ? 1 : 0);

/** Whose windows, by the days of the zone, are over. */
function isClosedIn({ zone, dataThrough }: AggregateAsked, { windowDays }: AggregateLine) {
  const through = new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(dataThrough);
  return ({ cohort }: Member): boolean => Date.parse(cohort.cohort_day) + windowDays * dayMs < Date.parse(through);
}

/** The smallest value that the share of units with a closed window does not exceed; none where it is not above 0. */
export function percentileOf(
  line: AggregateLine,
  rawOf: (line: AggregateLine) => readonly Valued[],
  asked: AggregateAsked,
): string | null {
  if (line.percentile === null) return line.cap;
  const values = rawOf(line)
    .filter(isClosedIn(asked, line))
    .map(({ value }) => value)
    .toSorted(ascending);
  const value = values.find((one) => values.filter((other) => other <= one).length >= line.percentile! * values.length);
  return value === undefined || value <= 0n ? null : value.toString();
}

/** By counting: the value at a place is the first of which so many are not above it. */
export function ranksOf(
  line: AggregateLine,
  { q, alpha }: { readonly q: number; readonly alpha: number },
  all: readonly Valued[],
  asked: AggregateAsked,
) {
  const at = (some: readonly Valued[], place: number): string =>
    String(some.map(({ value }) => value).toSorted(ascending)[place - 1]);
  return [...new Set(all.map(({ variant }) => variant))].toSorted().map((variant) => {
    const own = all.filter((one) => one.variant === variant);
    const closed = own.filter(isClosedIn(asked, line));
    const ranks = quantileRanks(closed.length, { q, alpha });
    return {
      variant,
      units: own.length,
      closed_units: closed.length,
      estimate: at(own, Math.ceil(q * own.length)),
      closed: isInsufficient(ranks)
        ? null
        : { estimate: at(closed, ranks.estimate), lower: at(closed, ranks.lower), upper: at(closed, ranks.upper) },
    };
  });
}

/** The sums of a line, variant, phase and cohort. */
export interface Cell {
  readonly key: object;
  readonly sums: Record<string, bigint>;
  readonly counts: Record<string, number>;
  units: number;
}

/** Cubes, and how many units did something, have more than the cap, or are too large. */
export function addShape(
  line: AggregateLine,
  numbers: Readonly<Record<string, bigint>>,
  raw: bigint,
  cell: Cell,
): void {
  const count = (name: string, isOne: boolean): void => {
    cell.counts[name] = (cell.counts[name] ?? 0) + Number(isOne);
  };
  if (line.cap !== null) count('capped_units', raw > BigInt(line.cap));
  if (!line.isShaped) return;
  const isSmall = [numbers['y'] ?? 0n, numbers['x'] ?? 0n].every((one) => one <= 10n ** 10n && one >= -(10n ** 10n));
  count('acted_units', numbers['y'] !== 0n);
  count('uncubed_units', !isSmall);
  for (const letters of ['yyy', 'yyx', 'yxx', 'xxx'])
    if (letters.split('').every((letter) => letter in numbers)) {
      const product = isSmall ? letters.split('').reduce((all, letter) => all * numbers[letter]!, 1n) : 0n;
      cell.sums[letters] = (cell.sums[letters] ?? 0n) + product;
    }
}
