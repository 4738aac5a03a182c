import { join } from 'node:path';
import { Module, type DynamicModule, type InjectionToken } from '@nestjs/common';
import { CONFIG, projectRoot, type Config } from '#libs/config';
import { CLOCK, type Clock } from '#libs/contracts';
import { EventsModule } from '#libs/events';
import { OBJECTS, type ObjectStore } from '#libs/objects';
import { Database, DATABASE, SqlCatalogue } from '#libs/postgres';
import type { Schedule } from '#libs/queue';
import { publishedRelations, type Warehouse } from '#libs/warehouse';
import { MetricCertifyHandler } from '../certificate/metric-certify.handler.js';
import { SeenReader } from '../certificate/seen-reader.js';
import { ExperimentBreakdownHandler } from '../breakdown/experiment-breakdown.handler.js';
import { loadedTables } from '../freshness/loaded-tables.js';
import { INTERACTION_SCHEDULE, interactionSchedule } from '../interaction/interaction-schedule.js';
import { InteractionScanHandler } from '../interaction/interaction-scan.handler.js';
import { ExperimentExportHandler } from '../unit-export/experiment-export.handler.js';
import { ExperimentRefreshHandler } from './experiment-refresh.handler.js';
import { refreshSchedule } from './refresh-schedule.js';
import { ResultTable } from './result-table.js';
import { WarehouseReader } from './warehouse-reader.js';

/** The injection token of the scheduled refresh. */
export const EXPERIMENT_REFRESH_SCHEDULE = Symbol('EXPERIMENT_REFRESH_SCHEDULE');

/**
 * For the worker: the jobs `experiment_refresh`, with its schedule, `experiment_breakdown`, `experiment_export`,
 * `metric_certify` and, every day, `interaction_scan`. It is given
 * the token of the warehouse, which some global module provides, so that the services, which share this library, never load
 * its engine.
 */
@Module({})
export class ExperimentRefreshModule {
  static forRoot(warehouse: InjectionToken): DynamicModule {
    return {
      module: ExperimentRefreshModule,
      imports: [EventsModule],
      providers: [
        {
          provide: WarehouseReader,
          inject: [DATABASE, warehouse, CONFIG],
          useFactory: (database: Database, held: Warehouse, config: Config) =>
            new WarehouseReader(
              held,
              warehouseCatalogue(),
              () => publishedRelations(database),
              { milliseconds: config.refresh.timeoutSeconds * 1_000 },
              () => loadedTables(database),
            ),
        },
        {
          provide: ExperimentRefreshHandler,
          inject: [DATABASE, CLOCK, CONFIG, WarehouseReader, warehouse],
          useFactory: (
            database: Database,
            clock: Clock,
            { lookWaitHours }: Config,
            reader: WarehouseReader,
            held: Warehouse,
          ) => new ExperimentRefreshHandler(database, clock, reader, new ResultTable(database, held), lookWaitHours),
        },
        {
          provide: ExperimentBreakdownHandler,
          inject: [DATABASE, CLOCK, WarehouseReader],
          useFactory: (database: Database, clock: Clock, reader: WarehouseReader) =>
            new ExperimentBreakdownHandler(database, clock, reader),
        },
        {
          provide: ExperimentExportHandler,
          inject: [DATABASE, CLOCK, warehouse, OBJECTS],
          useFactory: (database: Database, clock: Clock, held: Warehouse, objects: ObjectStore) =>
            new ExperimentExportHandler(database, clock, held, objects),
        },
        {
          provide: InteractionScanHandler,
          inject: [DATABASE, CLOCK, warehouse],
          useFactory: (database: Database, clock: Clock, held: Warehouse) =>
            new InteractionScanHandler(database, clock, held),
        },
        { provide: INTERACTION_SCHEDULE, useValue: interactionSchedule },
        {
          provide: MetricCertifyHandler,
          inject: [DATABASE, CLOCK, warehouse, CONFIG],
          useFactory: (database: Database, clock: Clock, held: Warehouse, config: Config) => {
            const reader = new SeenReader(held, warehouseCatalogue(), () => publishedRelations(database));
            return new MetricCertifyHandler(database, clock, reader, config.reportingZone);
          },
        },
        {
          provide: EXPERIMENT_REFRESH_SCHEDULE,
          inject: [DATABASE, CLOCK, CONFIG],
          useFactory: (database: Database, clock: Clock, config: Config): Schedule =>
            refreshSchedule(database, clock, { everyMinutes: config.refreshMinutes, budget: config.refresh.budget }),
        },
      ],
      exports: [
        ExperimentBreakdownHandler,
        ExperimentExportHandler,
        ExperimentRefreshHandler,
        InteractionScanHandler,
        MetricCertifyHandler,
        INTERACTION_SCHEDULE,
        EXPERIMENT_REFRESH_SCHEDULE,
      ],
    };
  }
}

const warehouseCatalogue = (): SqlCatalogue => SqlCatalogue.load(join(projectRoot(), 'sql/warehouse'));
