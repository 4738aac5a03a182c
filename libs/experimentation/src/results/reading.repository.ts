import { Inject, Injectable } from '@nestjs/common';
import type { MetricKey, QueryReference, QueryView } from '#libs/contracts';
import { Database, DATABASE, type Transaction } from '#libs/postgres';
import type { MetricReading, PeopleCount, Reading, RunQuery, UnitCount, VariantSums } from './reading.js';

interface RefreshRow {
  readonly id: string;
  readonly experiment_version: number;
  readonly refreshed_at: Date;
  readonly data_through: Date;
  readonly engine: string;
  readonly commit: string;
  readonly multiple_variant_units: number;
  readonly unit_query_hash: string;
  readonly unit_parameters: QueryReference['parameters'];
  readonly signed_in_people: number | null;
  readonly people_of_several_variants: number | null;
  readonly people_query_hash: string | null;
  readonly people_parameters: QueryReference['parameters'] | null;
}

interface StatisticRow extends VariantSums {
  readonly metric: MetricKey;
  readonly query_hash: string;
  readonly parameters: QueryReference['parameters'];
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
      unit_query_hash: reading.unitQuery.hash,
      unit_parameters: JSON.stringify(reading.unitQuery.parameters),
      signed_in_people: reading.people?.signedIn ?? null,
      people_of_several_variants: reading.people?.severalVariants ?? null,
      people_query_hash: reading.people?.query.hash ?? null,
      people_parameters: reading.people === null ? null : JSON.stringify(reading.people.query.parameters),
    });
    await transaction.query('statistic/insert_unit_counts', {
      refresh_id: id,
      variants: reading.units.map(({ variant }) => variant),
      units: reading.units.map(({ units }) => units),
    });
    for (const { metric, query, variants } of reading.metrics)
      for (const sums of variants)
        await transaction.query('statistic/insert_statistic', {
          refresh_id: id,
          metric,
          ...sums,
          query_hash: query.hash,
          parameters: JSON.stringify(query.parameters),
        });
  }

  /** Undefined before the first refresh. */
  async findLatest(experimentKey: string): Promise<Reading | undefined> {
    const refresh = await this.database.maybeOne<RefreshRow>('statistic/find_latest_refresh', {
      experiment_key: experimentKey,
    });
    if (refresh === undefined) return undefined;
    const id = { refresh_id: refresh.id };
    const [units, statistics] = await Promise.all([
      this.database.query<UnitCount>('statistic/list_unit_counts', id),
      this.database.query<StatisticRow>('statistic/list_statistics', id),
    ]);
    return {
      experimentVersion: refresh.experiment_version,
      refreshedAt: refresh.refreshed_at,
      dataThrough: refresh.data_through,
      engine: refresh.engine,
      commit: refresh.commit,
      units,
      multipleVariantUnits: refresh.multiple_variant_units,
      unitQuery: { hash: refresh.unit_query_hash, parameters: refresh.unit_parameters },
      people: peopleOf(refresh),
      metrics: readingsOf(statistics),
    };
  }

  async findQuery(hash: string): Promise<QueryView | undefined> {
    const row = await this.database.maybeOne<Omit<QueryView, 'first_used_at'> & { first_used_at: Date }>(
      'query/find_query',
      { hash },
    );
    return row && { ...row, first_used_at: row.first_used_at.toISOString() };
  }
}

function peopleOf(refresh: RefreshRow): PeopleCount | null {
  const { signed_in_people, people_of_several_variants, people_query_hash, people_parameters } = refresh;
  if (signed_in_people === null || people_query_hash === null) return null;
  return {
    signedIn: signed_in_people,
    severalVariants: people_of_several_variants ?? 0,
    query: { hash: people_query_hash, parameters: people_parameters ?? {} },
  };
}

function readingsOf(rows: readonly StatisticRow[]): MetricReading[] {
  const metrics = [...new Set(rows.map(({ metric }) => metric))];
  return metrics.map((metric) => {
    const own = rows.filter((row) => row.metric === metric);
    const [first] = own;
    return {
      metric,
      query: { hash: first?.query_hash ?? '', parameters: first?.parameters ?? {} },
      variants: own.map(({ metric: _, query_hash: __, parameters: ___, ...sums }) => sums),
    };
  });
}
