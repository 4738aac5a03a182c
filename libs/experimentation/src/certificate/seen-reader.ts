import type { UnitType } from '#libs/contracts';
import { invalid } from '#libs/errors';
import type { SqlCatalogue } from '#libs/postgres';
import type { Warehouse } from '#libs/warehouse';
import { ExperimentAggregate } from '../aggregate/aggregate.js';
import { aggregateFact, aggregateLines } from '../aggregate/aggregate-lines.js';
import type { AggregateAsked } from '../aggregate/aggregate-line.js';
import { addDays, dayStart, zonedDay } from '../aggregate/days.js';
import { seenQuery } from '../aggregate/queries.js';
import type { SeenGroup } from '../aggregate/seen-groups.js';
import type { MetricLine, PinnedFact } from '../metric/metric-line.js';
import type { RunQuery, VariantSums } from '../results/reading.js';
import { lineTotals } from '../results/totals.js';

/** What of the past is read, and of whom. */
export interface SeenAsked {
  readonly line: MetricLine;
  readonly unit: UnitType;
  /** Whole days on which units came. */
  readonly days: number;
  readonly zone: string;
  readonly exclusions: readonly PinnedFact[];
  readonly now: Date;
  readonly signal: AbortSignal;
}

/** What units did before any experiment. */
export interface Seen {
  readonly beganAt: Date;
  readonly endedAt: Date;
  /** By the day that they came on, from the first that brought anybody. */
  readonly arrivals: readonly { readonly day: string; readonly units: number }[];
  /** Null where nobody was seen. */
  readonly sums: VariantSums | null;
  readonly groups: readonly SeenGroup[];
  readonly engine: string;
  readonly query: RunQuery;
}

/** Asks the warehouse what a metric was for units of the past. Only the worker that holds the warehouse can. */
export class SeenReader {
  private readonly aggregate: ExperimentAggregate;

  constructor(
    private readonly warehouse: Warehouse,
    /** Of `sql/warehouse`. */
    private readonly catalogue: SqlCatalogue,
    /** What people's SQL may name now. */
    private readonly published: () => Promise<ReadonlySet<string>>,
  ) {
    this.aggregate = new ExperimentAggregate(warehouse, catalogue);
  }

  get held(): boolean {
    return this.warehouse.held;
  }

  /**
   * Of units that were first seen on the last days, as many as the metric’s window more, before the day that is under way.
   * @throws VerdictError `invalid` for a fact that cannot be read, and for an empty warehouse
   */
  async read(asked: SeenAsked): Promise<Seen> {
    const wanted = await this.wanted(asked);
    const { sums, groups } = await this.aggregate.seen(wanted, asked.signal);
    const { hash, name, text, parameters } = seenQuery(this.catalogue, wanted);
    const byDay = sums
      .map(({ cohort_day: day, units }) => ({ day, units }))
      .toSorted((one, other) => (one.day < other.day ? -1 : 1));
    return {
      beganAt: wanted.startedAt,
      endedAt: wanted.dataThrough,
      arrivals: everyDay(byDay, zonedDay(wanted.dataThrough, asked.zone)),
      sums: lineTotals(sums, wanted)[0]?.[0] ?? null,
      groups,
      engine: this.warehouse.engine,
      query: { hash, name, text, parameters },
    };
  }

  private async wanted({ line, unit, days, zone, exclusions, now, signal }: SeenAsked): Promise<AggregateAsked> {
    const { rows } = await this.warehouse.query<{ latest: Date | null }>(
      'experiment/find_data_through',
      {},
      {},
      signal,
    );
    const latest = rows[0]?.latest;
    if (latest == null) throw invalid('The warehouse has no events yet: there is no past to read.');
    const last = zonedDay(new Date(Math.min(now.getTime(), latest.getTime() + 1)), zone);
    const published = await this.published();
    const refusal = (key: string): string => `The exclusion ${key} cannot be read`;
    return {
      experiment: `seen/${line.metric}/${unit}`,
      unit,
      population: 'seen',
      startedAt: new Date(dayStart(addDays(last, -days - line.windowDays), zone)),
      enrolmentEndsAt: null,
      pauses: [],
      phasesFrom: [],
      zone,
      dataThrough: new Date(dayStart(last, zone)),
      exclusions: await Promise.all(exclusions.map((fact) => aggregateFact(fact, published, refusal(fact.key)))),
      forced: [],
      lines: await aggregateLines(this.catalogue, [line], published),
    };
  }
}

/** Days on which nobody came are days, too. */
function everyDay(found: readonly { readonly day: string; readonly units: number }[], until: string): Seen['arrivals'] {
  const units = new Map(found.map((one) => [one.day, one.units]));
  const days: { day: string; units: number }[] = [];
  const first = found[0]?.day ?? until;
  for (let day = first; day < until; day = addDays(day, 1)) days.push({ day, units: units.get(day) ?? 0 });
  return days;
}
