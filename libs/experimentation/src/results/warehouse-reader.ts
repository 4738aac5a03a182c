import type { FactDataThrough, LookCap } from '#libs/contracts';
import { invalid } from '#libs/errors';
import type { SqlCatalogue } from '#libs/postgres';
import type { Warehouse } from '#libs/warehouse';
import { ExperimentAggregate, usualLimits, type Aggregate, type AggregateLimits } from '../aggregate/aggregate.js';
import { aggregateFact, aggregateLines, withUncapped } from '../aggregate/aggregate-lines.js';
import type { AggregateAsked } from '../aggregate/aggregate-line.js';
import { aggregateQuery, levelQuery } from '../aggregate/queries.js';
import { exposureParameters } from '../aggregate/signature.js';
import type { Experiment } from '../experiment/experiment.js';
import { nobody, type LeftOutBy } from '../exclusion/left-out.js';
import type { FoundLevels } from '../breakdown/breakdown.js';
import { FactFreshness } from '../freshness/fact-freshness.js';
import { cutAt } from '../freshness/fact-through.js';
import { noTables, type LoadedTables } from '../freshness/loaded-tables.js';
import { typeOf } from '../metric/filter-text.js';
import { factsOf, linesOf, type MetricLine, type PinnedFact, type PinnedMetric } from '../metric/metric-line.js';
import { alphaEach } from '../experiment/plan-units.js';
import { askedOf } from './asked-of.js';
import { capFound, withRanks } from './found-values.js';
import { defaultAlpha } from './metric-readout.js';
import type { FoundLine, PeopleCount, Reading, RunQuery, VariantSums } from './reading.js';
import { leftOutTotals, levelTotals, lineTotals, unitTotals } from './totals.js';

interface Asked {
  readonly refreshedAt: Date;
  readonly commit: string;
  /** Aborted when the work is no longer wanted. */
  readonly signal: AbortSignal;
  /** Nothing from here on is read; unless said, all that is there. */
  readonly cut?: Date;
  /** Percentiles that looks have frozen. */
  readonly caps?: readonly LookCap[];
  /** Who is left out; unless said, nobody. */
  readonly leftOut?: LeftOutBy;
  /** Whether everything is read, whatever is known already. */
  readonly anew?: boolean;
  /** Through when facts are loaded, where that was found out before. */
  readonly facts?: readonly FactDataThrough[];
}

/** How far the warehouse is. */
export interface DataThrough {
  /** Everything before this is known of the product's own log. */
  readonly log: Date;
  readonly facts: readonly FactDataThrough[];
}

/** What a reading was, and how many rows of the aggregate it wrote. */
export type ReadCost = Pick<Aggregate, 'read' | 'written'>;

/** Asks the warehouse for an experiment's units and sums. Only the worker that holds the warehouse can. */
export class WarehouseReader {
  private readonly aggregate: ExperimentAggregate;
  private readonly freshness: FactFreshness;

  constructor(
    private readonly warehouse: Warehouse,
    /** Of `sql/warehouse`: the texts that are kept beside the numbers. */
    private readonly catalogue: SqlCatalogue,
    /** What people's SQL may name now. */
    private readonly published: () => Promise<ReadonlySet<string>>,
    private readonly limits: AggregateLimits = usualLimits,
    /** What was pulled from the company's own tables. */
    loaded: () => Promise<LoadedTables> = () => Promise.resolve(noTables),
  ) {
    this.aggregate = new ExperimentAggregate(warehouse, catalogue, limits);
    this.freshness = new FactFreshness(warehouse, catalogue, loaded);
  }

  get held(): boolean {
    return this.warehouse.held;
  }

  /**
   * Brings the experiment's aggregate up to date and adds it up.
   * @returns what was found, and the text of every query that makes it.
   * @throws VerdictError `invalid` for a fact that cannot be read, or that takes more than an hour
   */
  async read(
    experiment: Experiment,
    metrics: readonly PinnedMetric[],
    asked: Asked,
  ): Promise<{ reading: Reading; queries: RunQuery[]; cost: ReadCost }> {
    const started = experiment.rebucketedAt ?? experiment.startedAt ?? asked.refreshedAt;
    const dataThrough = asked.cut ?? (await this.dataThrough(asked)) ?? started;
    const read = metrics.flatMap(linesOf);
    const wanted = await this.wanted(experiment, read, dataThrough, asked);
    const found = await this.withinTime(wanted, asked.signal, (signal) =>
      this.aggregate.refresh(wanted, signal, asked.anew),
    );
    const people = await this.people(wanted, asked.signal);
    const unitQuery = aggregateQuery(this.catalogue, { ...wanted, lines: [] });
    const lineQueries = found.lines
      .filter(({ isBeside }) => !isBeside)
      .map((line) => aggregateQuery(this.catalogue, { ...wanted, lines: withUncapped([line]) }));
    const totals = lineTotals(found.sums, wanted);
    const { known, several } = unitTotals(found.units);
    const reading: Reading = {
      experimentVersion: experiment.version,
      refreshedAt: asked.refreshedAt,
      dataThrough,
      facts: cutAt(asked.facts ?? (await this.factsThrough(metrics, asked, dataThrough)), dataThrough),
      engine: this.warehouse.engine,
      commit: asked.commit,
      units: withAll(experiment, known, { units: 0 }),
      multipleVariantUnits: several,
      leftOut: leftOutTotals(found.units, found.forced),
      arrivals: found.units.flatMap(({ reason, ...one }) => (reason === null && one.variant !== null ? [one] : [])),
      unitQuery: reference(unitQuery),
      people: { ...people.count, query: reference(people.query) },
      lines: read.map(({ metric, version, reading: name }, index): FoundLine => ({
        metric,
        version,
        reading: name,
        query: reference(lineQueries[index]!),
        variants: withAll(experiment, withRanks(totals[index]!, found, index), noSumsOf(wanted)),
        ...capFound(found.lines[index]!, read[index]!, asked.caps ?? []),
      })),
    };
    return {
      reading,
      queries: [unitQuery, people.query, ...lineQueries],
      cost: { read: found.read, written: found.written },
    };
  }

  /**
   * The same of lines of the reading `all`, by what a column of a fact said of units when they were exposed.
   * @throws VerdictError `invalid` for a fact that cannot be read, or that takes more than an hour
   */
  async levels(
    experiment: Experiment,
    metrics: readonly PinnedMetric[],
    { fact, column }: { readonly fact: PinnedFact; readonly column: string },
    asked: Omit<Asked, 'cut' | 'anew'>,
  ): Promise<{ found: FoundLevels; query: RunQuery }> {
    const published = await this.published();
    const dataThrough = (await this.dataThrough(asked)) ?? asked.refreshedAt;
    const read = metrics.flatMap(linesOf);
    const wanted = await this.wanted(experiment, read, dataThrough, asked);
    const dimension = {
      fact: await aggregateFact(fact, published, `The fact ${fact.key} cannot be read`),
      column,
      type: typeOf(fact.columns, column),
    };
    const sums = await this.withinTime(wanted, asked.signal, (signal) =>
      this.aggregate.levels(wanted, dimension, signal),
    );
    const query = levelQuery(this.catalogue, wanted, dimension);
    const lines = levelTotals(sums, wanted).map(({ line, levels }) => {
      const { metric, version, reading } = read[line]!;
      return {
        metric,
        version,
        reading,
        levels: levels.map((level) => ({ ...level, variants: withAll(experiment, level.variants, noSumsOf(wanted)) })),
      };
    });
    return {
      found: { dataThrough, engine: this.warehouse.engine, commit: asked.commit, lines, query: reference(query) },
      query,
    };
  }

  /** How far the warehouse is; undefined while it knows of nothing that happened. @throws VerdictError `invalid` for a fact that cannot be read */
  async through(metrics: readonly PinnedMetric[], asked: Asked): Promise<DataThrough | undefined> {
    const log = await this.dataThrough(asked);
    return log && { log, facts: await this.factsThrough(metrics, asked, log) };
  }

  private async factsThrough(
    metrics: readonly PinnedMetric[],
    { refreshedAt: now, signal }: Asked,
    log: Date,
  ): Promise<FactDataThrough[]> {
    const published = await this.published();
    const pinned = factsOf(metrics.flatMap(linesOf));
    const facts = await Promise.all(
      pinned.map((fact) => aggregateFact(fact, published, `The fact ${fact.key} cannot be read`)),
    );
    return this.freshness.of(facts, { log, now, published, signal });
  }

  /** Everything before this is known: just after the latest event, and never in the future, whatever an app's clock says. */
  async dataThrough({ refreshedAt, signal }: Asked): Promise<Date | undefined> {
    const { rows } = await this.warehouse.query<{ latest: Date | null }>(
      'experiment/find_data_through',
      {},
      {},
      signal,
    );
    const latest = rows[0]?.latest;
    return latest ? new Date(Math.min(refreshedAt.getTime(), latest.getTime() + 1)) : undefined;
  }

  private async wanted(
    experiment: Experiment,
    read: readonly MetricLine[],
    dataThrough: Date,
    { leftOut: { exclusions, forced } = nobody, caps = [] }: Pick<Asked, 'leftOut' | 'caps'>,
  ): Promise<AggregateAsked> {
    const published = await this.published();
    const alpha = experiment.plan === null ? defaultAlpha : alphaEach(experiment.plan, experiment);
    const lines = withUncapped(await aggregateLines(this.catalogue, read, published, { caps, alpha }));
    const refusal = (key: string): string => `The exclusion ${key} cannot be read`;
    const facts = await Promise.all(exclusions.map((fact) => aggregateFact(fact, published, refusal(fact.key))));
    return askedOf(experiment, lines, dataThrough, { exclusions: facts, forced });
  }

  private async people(
    wanted: AggregateAsked,
    signal: AbortSignal,
  ): Promise<{ count: Omit<PeopleCount, 'query'>; query: RunQuery }> {
    const name = 'experiment/count_people';
    const {
      unit_type: _,
      phases: __,
      phase_count: ___,
      ...parameters
    } = exposureParameters(wanted, wanted.dataThrough);
    const { rows } = await this.warehouse.query<{ signed_in: number; several_variants: number }>(
      name,
      parameters,
      {},
      signal,
    );
    const { hash, text } = this.catalogue.render(name, {});
    const query = { hash, name, text, parameters };
    return { count: { signedIn: rows[0]?.signed_in ?? 0, severalVariants: rows[0]?.several_variants ?? 0 }, query };
  }

  /** Beyond its time the statement is stopped in the warehouse, too. */
  private async withinTime<Result>(
    { experiment }: AggregateAsked,
    signal: AbortSignal,
    work: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    const { milliseconds } = this.limits;
    const time = AbortSignal.timeout(milliseconds);
    try {
      return await work(AbortSignal.any([signal, time]));
    } catch (error) {
      signal.throwIfAborted();
      if (!time.aborted) throw error;
      throw invalid(
        `Reading ${experiment} took more than ${milliseconds / 1_000} s (REFRESH_TIMEOUT_SECONDS) and was stopped.`,
      );
    }
  }
}

/** What is kept beside a number. */
const reference = ({ hash, parameters }: RunQuery): Pick<RunQuery, 'hash' | 'parameters'> => ({ hash, parameters });

/** A variant that nobody met has a row too; variants that the definition does not know come last. */
function withAll<Row extends { readonly variant: string }>(
  { variants }: Experiment,
  rows: readonly Row[],
  none: Omit<Row, 'variant'>,
): Row[] {
  const planned = variants.map(
    ({ key }) => rows.find((row) => row.variant === key) ?? ({ ...none, variant: key } as Row),
  );
  const keys = new Set(variants.map(({ key }) => key));
  return [...planned, ...rows.filter((row) => !keys.has(row.variant)).toSorted(byVariant)];
}

/** Of several phases a variant that nobody met has none of any. */
const noSumsOf = ({ phasesFrom, dataThrough }: AggregateAsked): Omit<VariantSums, 'variant'> =>
  phasesFrom.some((from) => from < dataThrough) ? { ...noSums, phases: [] } : noSums;

const noSums: Omit<VariantSums, 'variant'> = {
  units: 0,
  total: '0',
  total_of_squares: '0',
  closed_units: 0,
  closed_total: '0',
  closed_total_of_squares: '0',
  denominators: null,
  covariates: null,
};

const byVariant = (left: { variant: string }, right: { variant: string }): number =>
  left.variant < right.variant ? -1 : 1;
