import { Module } from '@nestjs/common';
import { AccessModule } from '#libs/access';
import { EventsModule } from '#libs/events';
import { QueueModule } from '#libs/queue';
import { AssignmentRecorder } from './assignment/assignment-recorder.js';
import { AssignmentService } from './assignment/assignment.service.js';
import { BreakdownService } from './breakdown/breakdown.service.js';
import { CertificateService } from './certificate/certificate.service.js';
import { DefinitionModule } from './definition.module.js';
import { DesignService } from './design/design.service.js';
import { ExperimentVersionService } from './experiment/experiment-version.service.js';
import { ExperimentMetricService } from './experiment/experiment-metric.service.js';
import { ForcingService } from './experiment/forcing.service.js';
import { ExclusionService } from './exclusion/exclusion.service.js';
import { AttributeService } from './flag/attribute.service.js';
import { EvaluationService } from './flag/evaluation.service.js';
import { FlagPreviewService } from './flag/flag-preview.service.js';
import { PreviewedFlags } from './flag/previewed-flags.js';
import { SavedGroupService } from './flag/saved-group.service.js';
import { GrowthBookService } from './growthbook/growthbook.service.js';
import { ExposureRules } from './exposure/exposure-rules.js';
import { ExposureService } from './exposure/exposure.service.js';
import { ExposureSpool } from './exposure/exposure-spool.js';
import { HoldoutResultsService } from './holdout/holdout-results.service.js';
import { HoldoutService } from './holdout/holdout.service.js';
import { InteractionService } from './interaction/interaction.service.js';
import { LayerService } from './layer/layer.service.js';
import { FactService } from './metric/fact.service.js';
import { MetricService } from './metric/metric.service.js';
import { OfrepService } from './ofrep/ofrep.service.js';
import { LookService } from './look/look.service.js';
import { PortfolioService } from './portfolio/portfolio.service.js';
import { ReadingRepository } from './results/reading.repository.js';
import { RefreshService } from './results/refresh.service.js';
import { ResultsService } from './results/results.service.js';
import { ExperimentDetailService } from './schedule/experiment-detail.service.js';
import { ExperimentScheduleService } from './schedule/experiment-schedule.service.js';
import { FlagScheduleService } from './schedule/flag-schedule.service.js';
import { ScheduleBook } from './schedule/schedule-book.js';
import { SharedLookService } from './share/shared-look.service.js';
import { ShareLinkService } from './share/share-link.service.js';
import { CatchUp } from './snapshot/catch-up.js';
import { SnapshotFigures } from './snapshot/snapshot-figures.js';
import { Turns } from './flag/turns.js';
import { StickyMemory } from './sticky/sticky-memory.js';
import { StickyRepository } from './sticky/sticky.repository.js';
import { SnapshotService } from './snapshot/snapshot.service.js';
import { UnitExportFiles, UnitExportService } from './unit-export/unit-export.service.js';

/** For the processes that assign: experiments, the snapshot of them, exposures and results. */
@Module({
  imports: [AccessModule, DefinitionModule, EventsModule, QueueModule],
  providers: [
    AssignmentRecorder,
    AssignmentService,
    AttributeService,
    BreakdownService,
    CatchUp,
    CertificateService,
    DesignService,
    EvaluationService,
    ExclusionService,
    ExperimentDetailService,
    ExperimentMetricService,
    ExperimentScheduleService,
    ExperimentVersionService,
    ExposureRules,
    ExposureService,
    ExposureSpool,
    FlagScheduleService,
    FlagPreviewService,
    FactService,
    ForcingService,
    HoldoutResultsService,
    HoldoutService,
    InteractionService,
    LayerService,
    LookService,
    MetricService,
    GrowthBookService,
    OfrepService,
    PortfolioService,
    PreviewedFlags,
    ReadingRepository,
    RefreshService,
    ResultsService,
    SavedGroupService,
    ScheduleBook,
    SharedLookService,
    ShareLinkService,
    SnapshotFigures,
    SnapshotService,
    StickyMemory,
    StickyRepository,
    Turns,
    UnitExportFiles,
    UnitExportService,
  ],
  exports: [
    BreakdownService,
    CertificateService,
    DefinitionModule,
    DesignService,
    ExclusionService,
    ExperimentDetailService,
    ExperimentMetricService,
    ExperimentScheduleService,
    ExperimentVersionService,
    FlagScheduleService,
    FlagPreviewService,
    AssignmentRecorder,
    AssignmentService,
    AttributeService,
    CatchUp,
    SavedGroupService,
    EvaluationService,
    ExposureService,
    ExposureSpool,
    FactService,
    ForcingService,
    HoldoutResultsService,
    HoldoutService,
    InteractionService,
    LayerService,
    LookService,
    MetricService,
    GrowthBookService,
    OfrepService,
    PortfolioService,
    RefreshService,
    ResultsService,
    SharedLookService,
    ShareLinkService,
    SnapshotService,
    UnitExportFiles,
    UnitExportService,
  ],
})
export class ExperimentationModule {}
