import { Module } from '@nestjs/common';
import { AccessModule } from '#libs/access';
import { ImportEventsHandler, ImportPledgesHandler } from '#libs/analytics';
import { EXPERIMENT_REFRESH_SCHEDULE, ExperimentRefreshModule } from '#libs/experimentation';
import { QueueWorkerModule } from '#libs/queue';
import { WAREHOUSE } from '#libs/warehouse';
import { FRESH_REFRESH, freshRefresh } from './fresh-refresh.js';
import { ImportsModule } from './imports.module.js';
import { SinksModule } from './sinks.module.js';
import { WorkerFigures } from './worker-figures.js';

/** What the jobs of this worker are made of. */
@Module({
  imports: [SinksModule, ImportsModule, ExperimentRefreshModule.forRoot(WAREHOUSE)],
  providers: [freshRefresh],
  exports: [FRESH_REFRESH, ImportsModule, ExperimentRefreshModule],
})
class JobsModule {}

/** Sinks, jobs and schedules; health and figures are its only routes. */
@Module({
  imports: [
    AccessModule,
    SinksModule,
    QueueWorkerModule.forRoot({
      imports: [JobsModule],
      handlers: [FRESH_REFRESH, ImportPledgesHandler, ImportEventsHandler],
      schedules: [EXPERIMENT_REFRESH_SCHEDULE],
    }),
  ],
  providers: [WorkerFigures],
})
export class WorkerModule {}
