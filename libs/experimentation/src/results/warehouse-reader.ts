import type { Warehouse } from '#libs/warehouse';
import { withoutHeader, type SlotValues, type SqlCatalogue } from '#libs/postgres';
import type { Experiment } from '../experiment/experiment.js';
import { metricCatalogue } from '../experiment/metric-catalogue.js';
import type { MetricReading, Reading, RunQuery, UnitCount, VariantSums } from './reading.js';

type Parameters = Readonly<Record<string, string | number>>;

interface Asked {
  readonly refreshedAt: Date;
  readonly commit: string;
  /** Aborted when the work is no longer wanted. */
  readonly signal: AbortSignal;
}

/** Asks the warehouse for an experiment's units and sums. Only the worker that holds the warehouse can. */
export class WarehouseReader {
  constructor(
    private readonly warehouse: Warehouse,
    /** Of `sql/warehouse`: the texts that are kept beside the numbers. */
    private readonly catalogue: SqlCatalogue,
  ) {}

  get held(): boolean {
    return this.warehouse.held;
  }

  /** @returns what was found, and the text of every query that it came from. */
  async read(experiment: Experiment, asked: Asked): Promise<{ reading: Reading; queries: RunQuery[] }> {
    const started = experiment.rebucketedAt ?? experiment.startedAt ?? asked.refreshedAt;
    const dataThrough = (await this.dataThrough(asked)) ?? started;
    const parameters = parametersOf(experiment, started, dataThrough);
    const run = <Row>(name: string, values: Parameters, slots: SlotValues = {}) =>
      this.run<Row>(name, values, slots, asked.signal);
    const counted = await run<{ variant: string | null; units: number }>('experiment/count_units', parameters);
    const { unit_type: _, ...ofPeople } = parameters;
    const people = await run<{ signed_in: number; several_variants: number }>('experiment/count_people', ofPeople);
    const queries = [counted.query, people.query];
    const metrics: MetricReading[] = [];
    for (const metric of experiment.metrics) {
      const { kind, fact, act_days, window_days } = metricCatalogue[metric];
      const { rows, query } = await run<VariantSums>(
        'experiment/summarise_metric',
        { ...parameters, data_through: timestamp(dataThrough), kind },
        { fact: this.fragment(fact), act_days, window_days },
      );
      queries.push(query);
      metrics.push({ metric, query, variants: withAll(experiment, rows, noSums) });
    }
    const known = counted.rows.filter((row): row is UnitCount => row.variant !== null);
    const reading: Reading = {
      experimentVersion: experiment.version,
      refreshedAt: asked.refreshedAt,
      dataThrough,
      engine: this.warehouse.engine,
      commit: asked.commit,
      units: withAll(experiment, known, { units: 0 }),
      multipleVariantUnits: counted.rows.find(({ variant }) => variant === null)?.units ?? 0,
      unitQuery: counted.query,
      people: {
        signedIn: people.rows[0]?.signed_in ?? 0,
        severalVariants: people.rows[0]?.several_variants ?? 0,
        query: people.query,
      },
      metrics,
    };
    return { reading, queries };
  }

  /** Everything before this is known: just after the latest event, and never in the future, whatever an app's clock says. */
  private async dataThrough({ refreshedAt, signal }: Asked): Promise<Date | undefined> {
    const { rows } = await this.run<{ latest: Date | null }>('experiment/find_data_through', {}, {}, signal);
    const latest = rows[0]?.latest;
    return latest ? new Date(Math.min(refreshedAt.getTime(), latest.getTime() + 1)) : undefined;
  }

  private async run<Row>(
    name: string,
    parameters: Parameters,
    slots: SlotValues,
    signal: AbortSignal,
  ): Promise<{ rows: Row[]; query: RunQuery }> {
    const { rows, hash } = await this.warehouse.query<Row>(name, parameters, slots, signal);
    return { rows, query: { hash, name, text: this.catalogue.render(name, slots).text, parameters } };
  }

  /** A statement as part of another one, indented. */
  private fragment(name: string): string {
    return withoutHeader(this.catalogue.statement(name)).replaceAll(/^/gm, '  ');
  }
}

function parametersOf(experiment: Experiment, started: Date, dataThrough: Date): Parameters {
  const closed = experiment.enrolmentClosedAt ?? dataThrough;
  const pauses = experiment.pauses.map(({ from, until }) => `${timestamp(from)}/${timestamp(until ?? dataThrough)}`);
  return {
    experiment: experiment.key,
    unit_type: experiment.unit,
    started_at: timestamp(started),
    enrolled_before: timestamp(closed < dataThrough ? closed : dataThrough),
    pauses: pauses.join(';'),
    pause_count: pauses.length,
  };
}

/** UTC without a zone, as TIMESTAMP reads it in every engine. */
const timestamp = (time: Date): string => time.toISOString().replace('T', ' ').replace('Z', '');

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

const noSums: Omit<VariantSums, 'variant'> = {
  units: 0,
  total: '0',
  total_of_squares: '0',
  closed_units: 0,
  closed_total: '0',
  closed_total_of_squares: '0',
};

const byVariant = (left: { variant: string }, right: { variant: string }): number =>
  left.variant < right.variant ? -1 : 1;
