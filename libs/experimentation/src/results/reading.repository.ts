import { Inject, Injectable } from '@nestjs/common';
import type { LineReading, QueryReference, QueryView } from '#libs/contracts';
import { Database, DATABASE, type Transaction } from '#libs/postgres';
import type { FoundLine, LeftOut, PeopleCount, Reading, RunQuery, UnitCount, VariantSums } from './reading.js';

interface RefreshRow {
  readonly id: string;
  readonly experiment_key: string;
  readonly experiment_version: number;
  readonly refreshed_at: Date;
  readonly data_through: Date;
  readonly engine: string;
  readonly commit: string;
  readonly multiple_variant_units: number;
  readonly left_out: readonly LeftOut[];
  readonly arrivals: Reading['arrivals'];
  readonly facts: Reading['facts'];
  readonly unit_query_hash: string;
  readonly unit_parameters: QueryReference['parameters'];
  readonly signed_in_people: number | null;
  readonly people_of_several_variants: number | null;
  readonly people_query_hash: string | null;
  readonly people_parameters: QueryReference['parameters'] | null;
}

interface UnitCountRow extends UnitCount {
  readonly refresh_id: string;
}

interface StatisticRow extends Omit<VariantSums, 'phases'> {
  readonly refresh_id: string;
  readonly phases: VariantSums['phases'] | null;
  readonly metric: string;
  readonly metric_version: number;
  readonly reading: LineReading;
  readonly query_hash: string;
  readonly parameters: QueryReference['parameters'];
  readonly cap: FoundLine['cap'];
}

/** Readings of the warehouse and the queries behind them, in Postgres. */
@Injectable()
export class ReadingRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async insert(
    transaction: Transaction,
    id: string,
    experimentKey: string,
    { reading, queries }: { reading: Reading; queries: readonly RunQuery[] },
    { forLook = false }: { readonly forLook?: boolean } = {},
  ): Promise<void> {
    const { refreshedAt, engine, commit } = reading;
    for (const { hash, name, text } of queries)
      await transaction.query('query/insert_query', { hash, name, text, engine, commit, first_used_at: refreshedAt });
    await transaction.query('statistic/insert_refresh', {
      id,
      experiment_key: experimentKey,
      experiment_version: reading.experimentVersion,
      refreshed_at: refreshedAt,
      data_through: reading.dataThrough,
      engine,
      commit,
      multiple_variant_units: reading.multipleVariantUnits,
      arrivals: reading.arrivals === null ? null : JSON.stringify(reading.arrivals),
      facts: reading.facts === null ? null : JSON.stringify(reading.facts),
      unit_query_hash: reading.unitQuery.hash,
      unit_parameters: JSON.stringify(reading.unitQuery.parameters),
      signed_in_people: reading.people?.signedIn ?? null,
      people_of_several_variants: reading.people?.severalVariants ?? null,
      people_query_hash: reading.people?.query.hash ?? null,
      people_parameters: reading.people === null ? null : JSON.stringify(reading.people.query.parameters),
      for_look: forLook,
      left_out: JSON.stringify(reading.leftOut),
    });
    await transaction.query('statistic/insert_unit_counts', {
      refresh_id: id,
      variants: reading.units.map(({ variant }) => variant),
      units: reading.units.map(({ units }) => units),
    });
    for (const { metric, version, reading: name, query, variants, cap } of reading.lines)
      for (const sums of variants)
        await transaction.query('statistic/insert_statistic', {
          refresh_id: id,
          metric,
          metric_version: version,
          reading: name,
          ...sums,
          denominators: sums.denominators === null ? null : JSON.stringify(sums.denominators),
          covariates: sums.covariates === null ? null : JSON.stringify(sums.covariates),
          phases: sums.phases === undefined ? null : JSON.stringify(sums.phases),
          query_hash: query.hash,
          parameters: JSON.stringify(query.parameters),
          uncapped: textOf(sums.uncapped),
          shape: textOf(sums.shape),
          cap: textOf(cap),
          ranked: textOf(sums.ranked),
        });
  }

  /** The latest; undefined before the first refresh. */
  async findLatest(experimentKey: string): Promise<Reading | undefined> {
    return (await this.list([experimentKey], {})).get(experimentKey);
  }

  /** A certain one, as that of a look. */
  async find(experimentKey: string, id: string): Promise<Reading | undefined> {
    return (await this.list([experimentKey], { id })).get(experimentKey);
  }

  /** The latest of each that has one, by its key, with the lines of one metric. */
  listLatest(experimentKeys: readonly string[], metric: string): Promise<ReadonlyMap<string, Reading>> {
    return this.list(experimentKeys, { metric });
  }

  async findQuery(hash: string): Promise<QueryView | undefined> {
    const row = await this.database.maybeOne<Omit<QueryView, 'first_used_at'> & { first_used_at: Date }>(
      'query/find_query',
      { hash },
    );
    return row && { ...row, first_used_at: row.first_used_at.toISOString() };
  }

  private async list(
    experimentKeys: readonly string[],
    { id = null, metric = null }: { readonly id?: string | null; readonly metric?: string | null },
  ): Promise<ReadonlyMap<string, Reading>> {
    const asked = { experiment_keys: experimentKeys, id };
    const refreshes = await this.database.query<RefreshRow>('statistic/list_refreshes', asked);
    const ids = { refresh_ids: refreshes.map((refresh) => refresh.id) };
    const [units, statistics] = await Promise.all([
      this.database.query<UnitCountRow>('statistic/list_unit_counts', ids),
      this.database.query<StatisticRow>('statistic/list_statistics', { ...ids, metric }),
    ]);
    const [unitsOf, statisticsOf] = [byRefresh(units), byRefresh(statistics)];
    return new Map(
      refreshes.map((refresh) => [
        refresh.experiment_key,
        readingOf(refresh, unitsOf.get(refresh.id) ?? [], statisticsOf.get(refresh.id) ?? []),
      ]),
    );
  }
}

function byRefresh<Row extends { readonly refresh_id: string }>(rows: readonly Row[]): ReadonlyMap<string, Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const own = found.get(row.refresh_id);
    if (own === undefined) found.set(row.refresh_id, [row]);
    else own.push(row);
  }
  return found;
}

const readingOf = (
  refresh: RefreshRow,
  units: readonly UnitCountRow[],
  statistics: readonly StatisticRow[],
): Reading => ({
  experimentVersion: refresh.experiment_version,
  refreshedAt: refresh.refreshed_at,
  dataThrough: refresh.data_through,
  facts: refresh.facts,
  engine: refresh.engine,
  commit: refresh.commit,
  units: units.map(({ variant, units: count }) => ({ variant, units: count })),
  multipleVariantUnits: refresh.multiple_variant_units,
  leftOut: refresh.left_out,
  arrivals: refresh.arrivals,
  unitQuery: { hash: refresh.unit_query_hash, parameters: refresh.unit_parameters },
  people: peopleOf(refresh),
  lines: linesFound(statistics),
});

const textOf = (value: object | null | undefined): string | null => (value == null ? null : JSON.stringify(value));

function peopleOf(refresh: RefreshRow): PeopleCount | null {
  const { signed_in_people, people_of_several_variants, people_query_hash, people_parameters } = refresh;
  if (signed_in_people === null || people_query_hash === null) return null;
  return {
    signedIn: signed_in_people,
    severalVariants: people_of_several_variants ?? 0,
    query: { hash: people_query_hash, parameters: people_parameters ?? {} },
  };
}

function linesFound(rows: readonly StatisticRow[]): FoundLine[] {
  const nameOf = (row: StatisticRow): string => `${row.metric}@${row.metric_version}:${row.reading}`;
  return [...new Set(rows.map(nameOf))].flatMap((name) => {
    const own = rows.filter((row) => nameOf(row) === name);
    const [first] = own;
    if (first === undefined) return [];
    const { metric, metric_version: version, reading, query_hash: hash, parameters, cap } = first;
    return [
      {
        metric,
        version,
        reading,
        query: { hash, parameters },
        variants: own.map(sumsOf),
        ...(cap == null ? {} : { cap }),
      },
    ];
  });
}

const sumsOf = ({
  refresh_id: _,
  metric: __,
  metric_version: ___,
  reading: ____,
  query_hash: _____,
  parameters: ______,
  cap: _______,
  uncapped,
  shape,
  ranked,
  phases,
  ...sums
}: StatisticRow): VariantSums => ({
  ...sums,
  // As they were found: what a line does not have is not there.
  ...(uncapped == null ? {} : { uncapped }),
  ...(shape == null ? {} : { shape }),
  ...(ranked == null ? {} : { ranked }),
  ...(phases == null ? {} : { phases }),
});
