import { Module } from '@nestjs/common';
import { AccessModule } from '#libs/access';
import {
  BACKFILL_SCHEDULE,
  BackfillHandler,
  backfillSchedule,
  GeoLoadHandler,
  GeoLoadService,
  GeoSchedule,
  ImportEventsHandler,
  ImportPledgesHandler,
  PullSchedule,
  QuestionRunHandler,
  ReportHandler,
  SOURCE_CLEANUP_SCHEDULE,
  SourceCleanupHandler,
  WAREHOUSE_LOOK_SCHEDULE,
  WarehouseLookHandler,
  warehouseLookSchedule,
} from '#libs/analytics';
import { CLOCK } from '#libs/contracts';
import {
  EXPERIMENT_REFRESH_SCHEDULE,
  ExperimentBreakdownHandler,
  ExperimentExportHandler,
  ExperimentRefreshModule,
  FactCheckHandler,
  INTERACTION_SCHEDULE,
  InteractionScanHandler,
  MetricCertifyHandler,
  SCHEDULE_RUN_SCHEDULE,
  ScheduleRunHandler,
  ScheduleRunModule,
  STICKY_CLEANUP_SCHEDULE,
  StickyCleanupHandler,
  stickyCleanupSchedule,
} from '#libs/experimentation';
import { EventsModule } from '#libs/events';
import { GeoModule } from '#libs/geo';
import { DATABASE } from '#libs/postgres';
import { QueueWorkerModule } from '#libs/queue';
import {
  AUDIT_CHAIN_SCHEDULE,
  AuditChainHandler,
  BacktestHandler,
  DISTRIBUTION_SCHEDULE,
  DistributionHandler,
  distributionSchedule,
  GeoHistory,
  LATE_RESCORE_SCHEDULE,
  LateRescoreHandler,
  lateRescoreSchedule,
  RULE_BRAKE_SCHEDULE,
  RuleBrakeHandler,
  ruleBrakeSchedule,
  ModelTrainHandler,
  REVIEW_RUN_SCHEDULE,
  ReviewRunHandler,
  WEBHOOK_SEND_SCHEDULE,
  WebhookSendHandler,
} from '#libs/trust';
import { WAREHOUSE } from '#libs/warehouse';
import { FRESH_REFRESH, freshRefresh } from './fresh-refresh.js';
import { HistoryModule } from './history.module.js';
import { HistoryRebuildHandler } from './history-rebuild.handler.js';
import { ImportsModule } from './imports.module.js';
import { ReviewModule } from './review.module.js';
import { SETTLED_PULL } from './settled-pull.js';
import { SinksModule } from './sinks.module.js';
import { SourcesModule } from './sources.module.js';
import { WarehouseLoadHandler } from './warehouse-load.js';
import { WorkerFigures } from './worker-figures.js';

/** What the jobs of this worker are made of. */
@Module({
  imports: [
    SinksModule,
    HistoryModule,
    ImportsModule,
    EventsModule,
    GeoModule,
    ReviewModule,
    SourcesModule,
    ExperimentRefreshModule.forRoot(WAREHOUSE),
    ScheduleRunModule,
  ],
  providers: [
    freshRefresh,
    FactCheckHandler,
    QuestionRunHandler,
    ReportHandler,
    WarehouseLookHandler,
    WarehouseLoadHandler,
    BackfillHandler,
    GeoLoadHandler,
    GeoLoadService,
    GeoSchedule,
    StickyCleanupHandler,
    { provide: STICKY_CLEANUP_SCHEDULE, useValue: stickyCleanupSchedule },
    BacktestHandler,
    DistributionHandler,
    RuleBrakeHandler,
    { provide: RULE_BRAKE_SCHEDULE, inject: [DATABASE, CLOCK], useFactory: ruleBrakeSchedule },
    ModelTrainHandler,
    GeoHistory,
    LateRescoreHandler,
    { provide: LATE_RESCORE_SCHEDULE, inject: [DATABASE, CLOCK], useFactory: lateRescoreSchedule },
    { provide: DISTRIBUTION_SCHEDULE, inject: [DATABASE, CLOCK], useFactory: distributionSchedule },
    { provide: BACKFILL_SCHEDULE, inject: [DATABASE, CLOCK], useFactory: backfillSchedule },
    { provide: WAREHOUSE_LOOK_SCHEDULE, useValue: warehouseLookSchedule },
  ],
  exports: [
    FRESH_REFRESH,
    FactCheckHandler,
    QuestionRunHandler,
    ReportHandler,
    WarehouseLookHandler,
    WarehouseLoadHandler,
    BackfillHandler,
    GeoLoadHandler,
    GeoSchedule,
    StickyCleanupHandler,
    BacktestHandler,
    DistributionHandler,
    RuleBrakeHandler,
    RULE_BRAKE_SCHEDULE,
    ModelTrainHandler,
    LateRescoreHandler,
    LATE_RESCORE_SCHEDULE,
    BACKFILL_SCHEDULE,
    DISTRIBUTION_SCHEDULE,
    STICKY_CLEANUP_SCHEDULE,
    WAREHOUSE_LOOK_SCHEDULE,
    HistoryModule,
    ImportsModule,
    ReviewModule,
    SourcesModule,
    ExperimentRefreshModule,
    ScheduleRunModule,
  ],
})
class JobsModule {}

/** Sinks, jobs and schedules; health and figures are its only routes. */
@Module({
  imports: [
    AccessModule,
    SinksModule,
    QueueWorkerModule.forRoot({
      imports: [JobsModule],
      handlers: [
        FRESH_REFRESH,
        ExperimentBreakdownHandler,
        ExperimentExportHandler,
        FactCheckHandler,
        InteractionScanHandler,
        MetricCertifyHandler,
        ScheduleRunHandler,
        QuestionRunHandler,
        ReportHandler,
        WarehouseLookHandler,
        WarehouseLoadHandler,
        BackfillHandler,
        GeoLoadHandler,
        ImportPledgesHandler,
        ImportEventsHandler,
        HistoryRebuildHandler,
        SETTLED_PULL,
        SourceCleanupHandler,
        StickyCleanupHandler,
        BacktestHandler,
        DistributionHandler,
        RuleBrakeHandler,
        ReviewRunHandler,
        AuditChainHandler,
        WebhookSendHandler,
        ModelTrainHandler,
        LateRescoreHandler,
      ],
      schedules: [
        EXPERIMENT_REFRESH_SCHEDULE,
        INTERACTION_SCHEDULE,
        SCHEDULE_RUN_SCHEDULE,
        PullSchedule,
        SOURCE_CLEANUP_SCHEDULE,
        STICKY_CLEANUP_SCHEDULE,
        WAREHOUSE_LOOK_SCHEDULE,
        BACKFILL_SCHEDULE,
        DISTRIBUTION_SCHEDULE,
        RULE_BRAKE_SCHEDULE,
        LATE_RESCORE_SCHEDULE,
        REVIEW_RUN_SCHEDULE,
        AUDIT_CHAIN_SCHEDULE,
        WEBHOOK_SEND_SCHEDULE,
        GeoSchedule,
      ],
    }),
  ],
  providers: [WorkerFigures],
})
export class WorkerModule {}
