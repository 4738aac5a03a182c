import type { AggregateAsked, AggregateLine, CohortUnits, ForcedCount, Measured } from '#libs/experimentation';
import { addShape, percentileOf, ranksOf, type Cell, type Member } from './aggregate-ranks.js';
import { dayMs, type Arrival, type LogRow } from './aggregate-scene.js';

interface Unit {
  readonly id: string;
  readonly backer: string | undefined;
  readonly variants: ReadonlySet<string>;
  readonly exposedAt: number;
}

interface FactRow {
  readonly visitor?: string | undefined;
  readonly backer?: string | undefined;
  readonly time: number;
  readonly settledAt: number;
  readonly fraudAt?: number | undefined;
  readonly reason?: string | undefined;
  readonly values: Readonly<Record<string, number>>;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const earlier = (left: LogRow, right: LogRow): number =>
  left.log_transaction - right.log_transaction || left.log_position - right.log_position;

/** What an aggregate must be, by a plain recount of all that has arrived. */
export function referenceOf(arrived: readonly Arrival[], asked: AggregateAsked) {
  const rows = (table: Arrival['table']): LogRow[] =>
    [...new Set(arrived.filter((one) => one.table === table && one.row.live).map(({ row }) => row))].toSorted(earlier);
  const units = unitsOf(rows('event'), asked);
  const tried = rows('event').filter(isForced);
  const facts = factsOf(rows);
  const dayIn = new Intl.DateTimeFormat('en-CA', { timeZone: asked.zone });
  const phaseOf = (time: number): number => 1 + asked.phasesFrom.filter((from) => from.getTime() <= time).length;
  const cells = new Map<string, Cell>();
  const counts = new Map<string, CohortUnits>();
  const members: Member[] = [];
  for (const { id, backer, variants, exposedAt } of units) {
    const variant = variants.size === 1 ? [...variants][0]! : null;
    const cohort = { phase: phaseOf(exposedAt), cohort_day: dayIn.format(exposedAt) };
    const reason = reasonOf({ id, backer, exposedAt }, { asked, facts, tried });
    const counted = { variant, reason, ...cohort };
    const known = counts.get(JSON.stringify(counted));
    counts.set(JSON.stringify(counted), { ...counted, units: (known?.units ?? 0) + 1 });
    if (variant !== null && reason === null) members.push({ id, backer, variant, exposedAt, cohort });
  }
  const amountOf = ({ id, backer, exposedAt }: Member, line: AggregateLine) => {
    const { fromDay, actDays, windowDays, covariateDays } = line;
    return (measured: Measured, isBefore: boolean): bigint => {
      const total = (facts[measured.fact.key] ?? [])
        .filter(({ visitor, backer: by }) =>
          visitor === undefined ? by !== undefined && by === backer : visitor === id,
        )
        .filter((row) => measured.conditions.length === 0 || (row.values['n'] ?? 0) > 250)
        .filter(({ time, settledAt, fraudAt }) => {
          const until = isBefore ? exposedAt : exposedAt + windowDays * dayMs;
          const acted = isBefore
            ? time >= exposedAt - covariateDays * dayMs
            : time >= exposedAt + fromDay * dayMs && time < exposedAt + actDays * dayMs;
          const final = (moment: number): boolean => moment < until && moment < asked.dataThrough.getTime();
          const isFraud = measured.withoutFraud && fraudAt !== undefined && final(Math.max(settledAt, fraudAt));
          return acted && final(settledAt) && !isFraud;
        })
        .reduce((sum, { values }) => sum + (measured.value === null ? 1 : values[measured.value]!), 0);
      return BigInt(total * 10 ** (measured.scale ?? 0));
    };
  };
  const rawOf = (line: AggregateLine) =>
    members.map((member) => ({ ...member, value: amountOf(member, line)(line.numerator, false) }));
  const lines = asked.lines.map((line) => ({ ...line, cap: percentileOf(line, rawOf, asked) }));
  for (const member of members) {
    const { variant, cohort } = member;
    lines.forEach((line, index) => {
      const amount = amountOf(member, line);
      const capped = (value: bigint): bigint => {
        const most = line.isShare ? 1n : line.cap === null ? value : BigInt(line.cap);
        return value < most ? value : most;
      };
      const prior = line.covariateDays > 0 && !line.isBeside;
      const numbers: Record<string, bigint> = {
        y: capped(amount(line.numerator, false)),
        ...(prior ? { c: capped(amount(line.numerator, true)) } : {}),
        ...(line.denominator === null ? {} : { x: amount(line.denominator, false) }),
        ...(line.denominator === null || !prior ? {} : { d: amount(line.denominator, true) }),
      };
      const key = { line: index + 1, variant, ...cohort };
      const cell = cells.get(JSON.stringify(key)) ?? { key, sums: {}, counts: {}, units: 0 };
      cell.units++;
      for (const letters of ['y', 'yy', 'x', 'xx', 'xy', 'c', 'cc', 'cy', 'cx', 'd', 'dd', 'dy', 'dx', 'cd'])
        if (letters.split('').every((letter) => letter in numbers)) {
          const product = letters.split('').reduce((all, letter) => all * numbers[letter]!, 1n);
          cell.sums[letters] = (cell.sums[letters] ?? 0n) + product;
        }
      addShape(line, numbers, amount(line.numerator, false), cell);
      cells.set(JSON.stringify(key), cell);
    });
  }
  const sums = [...cells.values()].map(({ key, sums: found, counts: counted, units: size }) => ({
    ...key,
    units: size,
    ...Object.fromEntries(Object.entries(found).map(([letters, sum]) => [`sum_${letters}`, sum.toString()])),
    ...counted,
  }));
  const forced = ordered(forcedOf(tried, units, asked));
  const ranks = lines.flatMap((line, index) =>
    line.quantile === null ? [] : [{ line: index + 1, variants: ranksOf(line, line.quantile, rawOf(line), asked) }],
  );
  return {
    units: ordered([...counts.values()]),
    forced,
    sums: ordered(sums),
    caps: lines.map(({ cap }) => cap),
    ranks,
  };
}

const propertiesOf = ({ properties }: LogRow) => properties as Readonly<Record<string, string>>;

const isForced = (row: LogRow): boolean =>
  row['event'] === '$experiment_started' && propertiesOf(row)['left_out'] === 'forced';

/** The first that was known by the exposure: what was forced, then the facts in their order, of one the first by name. */
function reasonOf(
  { id, backer, exposedAt }: Omit<Unit, 'variants'>,
  {
    asked,
    facts,
    tried,
  }: {
    readonly asked: AggregateAsked;
    readonly facts: Readonly<Record<string, readonly FactRow[]>>;
    readonly tried: readonly LogRow[];
  },
): string | null {
  const listed = asked.forced.some(({ unit, since }) => unit === id && since.getTime() <= exposedAt);
  if (listed || tried.some((row) => row['distinct_id'] === id && row.time <= exposedAt)) return 'forced';
  for (const { key } of asked.exclusions) {
    const reasons = (facts[key] ?? [])
      .filter((row) =>
        row.visitor === undefined ? row.backer !== undefined && row.backer === backer : row.visitor === id,
      )
      .flatMap(({ time, reason }) => (reason === undefined || time > exposedAt ? [] : [reason]));
    const [first] = reasons.toSorted();
    if (first !== undefined) return first;
  }
  return null;
}

/** Of units that met nothing else. */
function forcedOf(tried: readonly LogRow[], units: readonly Unit[], asked: AggregateAsked): ForcedCount[] {
  const met = new Map<string, Set<string>>();
  for (const row of tried) {
    const unit = String(row['distinct_id']);
    if (row.time < asked.startedAt.getTime() || row.time >= asked.dataThrough.getTime()) continue;
    if (units.some(({ id }) => id === unit)) continue;
    met.set(unit, (met.get(unit) ?? new Set()).add(String(propertiesOf(row)['Variant name'])));
  }
  const counts = new Map<string | null, number>();
  for (const variants of met.values()) {
    const variant = variants.size === 1 ? [...variants][0]! : null;
    counts.set(variant, (counts.get(variant) ?? 0) + 1);
  }
  return [...counts].map(([variant, count]) => ({ variant, units: count }));
}

/** In an order that all keep; a sum that a line does not have is left away. */
export const ordered = <Row extends object>(rows: readonly Row[]): string[] =>
  rows
    .map((row) =>
      JSON.stringify(
        Object.fromEntries(
          Object.entries(row)
            .filter(([, cell]) => cell !== null)
            .toSorted(([one], [other]) => (one < other ? -1 : 1)),
        ),
      ),
    )
    .toSorted();

function unitsOf(
  events: readonly LogRow[],
  { startedAt, enrolmentEndsAt, pauses, dataThrough }: AggregateAsked,
): Unit[] {
  const until = Math.min(dataThrough.getTime(), enrolmentEndsAt?.getTime() ?? Infinity);
  const counts = ({ event, time, properties }: LogRow & { readonly properties?: Record<string, unknown> }): boolean =>
    event === '$experiment_started' &&
    properties?.['in_analysis'] !== false &&
    time >= startedAt.getTime() &&
    time < until &&
    !pauses.some(({ from, until: end }) => time >= from.getTime() && time < (end ?? dataThrough).getTime());
  const links = new Map<string, string>();
  for (const row of events) {
    const { $device_id: visitor, $user_id: backer } = row['properties'] as Record<string, string>;
    if (visitor !== undefined && backer !== undefined && !links.has(visitor)) links.set(visitor, backer);
  }
  const met = new Map<string, { variants: Set<string>; exposedAt: number }>();
  for (const row of events.filter(counts)) {
    const unit = String(row['distinct_id']);
    const known = met.get(unit) ?? { variants: new Set(), exposedAt: Infinity };
    known.variants.add(String((row['properties'] as Record<string, string>)['Variant name']));
    met.set(unit, { ...known, exposedAt: Math.min(known.exposedAt, row.time) });
  }
  return [...met].map(([id, one]) => ({ id, backer: links.get(id), ...one }));
}

function factsOf(rows: (table: Arrival['table']) => LogRow[]): Readonly<Record<string, readonly FactRow[]>> {
  const events = rows('event');
  const row = ({ time, distinct_id, properties, event }: LogRow) => ({
    visitor: event === 'Visit' ? text(distinct_id) : undefined,
    backer: event === 'New user' ? text(distinct_id) : undefined,
    time,
    settledAt: time,
    values: properties as Record<string, number>,
  });
  const pledges = new Map(rows('pledge').map((one) => [one['pledge_id'], one]));
  const outcomes = [
    ...new Map(
      rows('pledge_outcome')
        .toReversed()
        .map((one) => [one['outcome_id'], one]),
    ).values(),
  ];
  const frauds = new Map(
    outcomes.filter(({ kind }) => kind === 'charged_back').map((one) => [one['pledge_id'], Number(one['known_at'])]),
  );
  const collections = outcomes.flatMap((one) => {
    const pledge = pledges.get(one['pledge_id']);
    if (one['kind'] !== 'collected' || pledge === undefined) return [];
    return [
      {
        backer: text(pledge['backer_id']),
        time: pledge.time,
        settledAt: Number(one['occurred_at']),
        fraudAt: frauds.get(one['pledge_id']),
        values: { value: Number(pledge['base_amount']) },
      },
    ];
  });
  const badges = events
    .filter(({ event }) => event === 'Badge')
    .map((one) => {
      const who = String(one['distinct_id']);
      const whose = who.startsWith('b') ? { backer: who } : { visitor: who };
      // A blank one says nothing.
      const reason = propertiesOf(one)['reason']?.trim() || undefined;
      return { ...whose, time: one.time, settledAt: one.time, reason, values: {} };
    });
  const charged_back = outcomes.flatMap((one) => {
    const pledge = pledges.get(one['pledge_id']);
    if (one['kind'] !== 'charged_back' || pledge === undefined) return [];
    const time = Number(one['known_at']);
    return [{ backer: text(pledge['backer_id']), time, settledAt: time, reason: 'charged back', values: {} }];
  });
  return {
    badges,
    charged_back,
    visits: events.filter(({ event }) => event === 'Visit').map(row),
    either: events.map(row),
    collections,
  };
}
