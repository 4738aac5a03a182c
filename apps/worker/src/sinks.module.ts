import { join } from 'node:path';
import { Global, Logger, Module } from '@nestjs/common';
import { noteRefusal } from '#libs/analytics';
import { CONFIG, projectRoot, sourceCommit, type Config } from '#libs/config';
import { CLOCK, type Clock } from '#libs/contracts';
import { BucketSink, EventsModule, SinkRunner, type BucketSinkOptions, type SinkRunnerOptions } from '#libs/events';
import { OBJECTS, type ObjectStore } from '#libs/objects';
import { Database, DATABASE, SqlCatalogue } from '#libs/postgres';
import { SearchSink } from '#libs/search';
import {
  BatchLoader,
  createWarehouse,
  ON_QUERY,
  WAREHOUSE,
  WarehouseSink,
  type OnQuery,
  type Warehouse,
} from '#libs/warehouse';
import { HistoryModule } from './history.module.js';
import { ObjectHealth } from './object-health.js';
import { QuarantineFigure } from './quarantine-figure.js';
import { SINKS, Sinks, type RunningSink } from './sinks.js';

/** How often and in what portions sinks work. A test has them work without pause; nobody else needs to say. */
export interface SinkPace {
  readonly runner: SinkRunnerOptions;
  readonly bucket: BucketSinkOptions;
}

/** The injection token of a `SinkPace`. */
export const SINK_PACE = Symbol('SINK_PACE');

const linesShown = 10;

const optional = (token: symbol): { token: symbol; optional: true } => ({ token, optional: true });

/** The text of everything that runs in the warehouse is kept under its hash before it first runs. */
const keepQueries = {
  provide: ON_QUERY,
  inject: [DATABASE, CLOCK, CONFIG],
  useFactory: (database: Database, clock: Clock, config: Config): OnQuery => {
    const { engine } = config.warehouse;
    const commit = sourceCommit(projectRoot());
    return async (query) => {
      const first_used_at = new Date(clock.now());
      await database.query('query/insert_query', { ...query, engine, commit, first_used_at });
    };
  },
};

const warehouse = {
  provide: WAREHOUSE,
  inject: [CONFIG, OBJECTS, ON_QUERY],
  useFactory: (config: Config, objects: ObjectStore, onQuery: OnQuery) =>
    createWarehouse(config.warehouse, {
      catalogue: SqlCatalogue.load(join(projectRoot(), 'sql/warehouse')),
      objects,
      folders: config.objects.kind === 'folder' ? [config.objects.path] : [],
      companyCurrency: config.companyCurrency,
      onQuery,
    }),
};

const bucketSink = {
  provide: BucketSink,
  inject: [DATABASE, OBJECTS, CLOCK, optional(SINK_PACE)],
  useFactory: (database: Database, objects: ObjectStore, clock: Clock, pace?: SinkPace) =>
    new BucketSink(database, objects, clock, pace?.bucket),
};

const warehouseSink = {
  provide: WarehouseSink,
  inject: [DATABASE, OBJECTS, CLOCK, WAREHOUSE],
  useFactory: (database: Database, objects: ObjectStore, clock: Clock, warehouse: Warehouse): WarehouseSink => {
    const logger = new Logger('warehouse');
    const loader = new BatchLoader(warehouse, objects);
    return new WarehouseSink(database, warehouse, loader, {
      clock,
      onRefused: noteRefusal,
      onQuarantine: (batch, lines) =>
        logger.error({
          message: `The batch ${batch} was loaded without ${lines.length} bad lines; the warehouse’s quarantine has them.`,
          first: lines.slice(0, linesShown).map(({ object, line, rule }) => `${object}:${line} ${rule}`),
        }),
    });
  },
};

const sinks = {
  provide: SINKS,
  inject: [DATABASE, BucketSink, WarehouseSink, SearchSink, optional(SINK_PACE)],
  useFactory: (
    database: Database,
    bucket: BucketSink,
    warehouse: WarehouseSink,
    search: SearchSink,
    pace?: SinkPace,
  ): readonly RunningSink[] => [
    { sink: bucket, runner: new SinkRunner(database, bucket, true, pace?.runner), leadsToWarehouse: true },
    { sink: warehouse, runner: new SinkRunner(database, warehouse, false, pace?.runner), leadsToWarehouse: true },
    { sink: search, runner: new SinkRunner(database, search, false, pace?.runner), leadsToWarehouse: false },
  ],
};

/** The sinks and the warehouse, of which each worker holds what no other does. */
@Global()
@Module({
  imports: [EventsModule, HistoryModule],
  providers: [keepQueries, warehouse, bucketSink, warehouseSink, sinks, Sinks, QuarantineFigure, ObjectHealth],
  exports: [WAREHOUSE, Sinks],
})
export class SinksModule {}
