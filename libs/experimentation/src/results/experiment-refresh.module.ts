import { join } from 'node:path';
import { Module, type DynamicModule, type InjectionToken } from '@nestjs/common';
import { CONFIG, projectRoot, type Config } from '#libs/config';
import { CLOCK, type Clock } from '#libs/contracts';
import { Database, DATABASE, SqlCatalogue } from '#libs/postgres';
import type { Schedule } from '#libs/queue';
import type { Warehouse } from '#libs/warehouse';
import { ExperimentRepository } from '../experiment/experiment.repository.js';
import { ExperimentRefreshHandler } from './experiment-refresh.handler.js';
import { refreshSchedule } from './refresh-schedule.js';
import { WarehouseReader } from './warehouse-reader.js';

/** The injection token of the scheduled refresh. */
export const EXPERIMENT_REFRESH_SCHEDULE = Symbol('EXPERIMENT_REFRESH_SCHEDULE');

/**
 * For the worker: the job `experiment_refresh` and its schedule. It is given the token of the warehouse, which some
 * global module provides, so that the services, which share this library, never load its engine.
 */
@Module({})
export class ExperimentRefreshModule {
  static forRoot(warehouse: InjectionToken): DynamicModule {
    return {
      module: ExperimentRefreshModule,
      providers: [
        {
          provide: ExperimentRefreshHandler,
          inject: [DATABASE, CLOCK, warehouse],
          useFactory: (database: Database, clock: Clock, held: Warehouse) =>
            new ExperimentRefreshHandler(database, clock, new WarehouseReader(held, warehouseCatalogue())),
        },
        {
          provide: EXPERIMENT_REFRESH_SCHEDULE,
          inject: [DATABASE, CLOCK, CONFIG],
          useFactory: (database: Database, clock: Clock, config: Config): Schedule =>
            refreshSchedule(new ExperimentRepository(database), clock, config.refreshMinutes),
        },
      ],
      exports: [ExperimentRefreshHandler, EXPERIMENT_REFRESH_SCHEDULE],
    };
  }
}

const warehouseCatalogue = (): SqlCatalogue => SqlCatalogue.load(join(projectRoot(), 'sql/warehouse'));
