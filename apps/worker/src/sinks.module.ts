import { dirname, join } from 'node:path';
import { Global, Logger, Module } from '@nestjs/common';
import { CONFIG, projectRoot, type Config } from '#libs/config';
import { CLOCK, type Clock } from '#libs/contracts';
import { BucketSink, EventsModule, SinkRunner, type BucketSinkOptions, type SinkRunnerOptions } from '#libs/events';
import { OBJECTS, type ObjectStore } from '#libs/objects';
import { Database, DATABASE, SqlCatalogue } from '#libs/postgres';
import { DuckDbLoader, DuckDbWarehouse, ON_QUERY, WAREHOUSE, WarehouseSink, type OnQuery } from '#libs/warehouse';
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

/** Objects that had to be repaired before they could be loaded. */
const loadingFolder = (config: Config): string => join(dirname(config.warehousePath), 'loading');

const warehouse = {
  provide: DuckDbWarehouse,
  inject: [CONFIG, optional(ON_QUERY)],
  useFactory: (config: Config, onQuery?: OnQuery) =>
    new DuckDbWarehouse(SqlCatalogue.load(join(projectRoot(), 'sql/warehouse')), {
      path: config.warehousePath,
      folders: [config.bucketFolder, loadingFolder(config)],
      ...(onQuery === undefined ? {} : { onQuery }),
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
  inject: [DATABASE, OBJECTS, CLOCK, CONFIG, DuckDbWarehouse],
  useFactory: (
    database: Database,
    objects: ObjectStore,
    clock: Clock,
    config: Config,
    duckDb: DuckDbWarehouse,
  ): WarehouseSink => {
    const logger = new Logger('warehouse');
    const loader = new DuckDbLoader(duckDb, objects, loadingFolder(config));
    return new WarehouseSink(database, duckDb, loader, clock, (batch, lines) =>
      logger.error({
        message: `The batch ${batch} was loaded without ${lines.length} bad lines; the warehouse’s quarantine has them.`,
        first: lines.slice(0, linesShown).map(({ object, line, rule }) => `${object}:${line} ${rule}`),
      }),
    );
  },
};

const sinks = {
  provide: SINKS,
  inject: [DATABASE, BucketSink, WarehouseSink, optional(SINK_PACE)],
  useFactory: (
    database: Database,
    bucket: BucketSink,
    warehouse: WarehouseSink,
    pace?: SinkPace,
  ): readonly RunningSink[] => [
    { sink: bucket, runner: new SinkRunner(database, bucket, true, pace?.runner) },
    { sink: warehouse, runner: new SinkRunner(database, warehouse, false, pace?.runner) },
  ],
};

/** The sinks and the warehouse, of which each worker holds what no other does. */
@Global()
@Module({
  imports: [EventsModule],
  providers: [
    warehouse,
    { provide: WAREHOUSE, useExisting: DuckDbWarehouse },
    bucketSink,
    warehouseSink,
    sinks,
    Sinks,
    QuarantineFigure,
  ],
  exports: [WAREHOUSE, Sinks],
})
export class SinksModule {}
