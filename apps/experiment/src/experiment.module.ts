import { Module } from '@nestjs/common';
import { AccessModule } from '#libs/access';
import {
  GeoLoadService,
  PublicationService,
  PullService,
  QuestionRunService,
  QuestionService,
  ReportService,
  SourceService,
  WarehouseService,
} from '#libs/analytics';
import { EventsModule } from '#libs/events';
import { ExperimentationModule } from '#libs/experimentation';
import { QueueModule } from '#libs/queue';
import { AssignmentsController } from './assignments.controller.js';
import { CertificatesController } from './certificates.controller.js';
import { EvaluationController } from './evaluation.controller.js';
import { ExperimentScheduleController } from './experiment-schedule.controller.js';
import { ExperimentsController } from './experiments.controller.js';
import { ExposuresController } from './exposures.controller.js';
import { FactsController } from './facts.controller.js';
import { FlagAttributesController } from './flag-attributes.controller.js';
import { FlagScheduleController } from './flag-schedule.controller.js';
import { FlagsController } from './flags.controller.js';
import { ForcingController } from './forcing.controller.js';
import { GeoController } from './geo.controller.js';
import { HoldoutsController } from './holdouts.controller.js';
import { InteractionsController } from './interactions.controller.js';
import { LayersController } from './layers.controller.js';
import { LooksController } from './looks.controller.js';
import { GrowthBookController } from './growthbook.controller.js';
import { GrowthBookStreams } from './growthbook-streams.js';
import { MetricsController } from './metrics.controller.js';
import { OfrepController } from './ofrep.controller.js';
import { OfrepLinks } from './ofrep-links.js';
import { OfrepStreams } from './ofrep-streams.js';
import { PortfolioController } from './portfolio.controller.js';
import { PublicationsController } from './publications.controller.js';
import { QuestionsController } from './questions.controller.js';
import { ReportsController } from './reports.controller.js';
import { BreakdownController } from './breakdown.controller.js';
import { ResultsController } from './results.controller.js';
import { RunsController } from './runs.controller.js';
import { SavedGroupsController } from './saved-groups.controller.js';
import { ShareLinksController } from './share-links.controller.js';
import { SharedController } from './shared.controller.js';
import { SourcesController } from './sources.controller.js';
import { UnitExportsController } from './unit-exports.controller.js';
import { WarehouseController } from './warehouse.controller.js';

/** Experiments, assignment, exposures and results over HTTP, and the analysts' sources. */
@Module({
  imports: [AccessModule, EventsModule, ExperimentationModule, QueueModule],
  controllers: [
    ExperimentsController,
    ForcingController,
    ExperimentScheduleController,
    FactsController,
    MetricsController,
    CertificatesController,
    AssignmentsController,
    EvaluationController,
    FlagAttributesController,
    FlagsController,
    HoldoutsController,
    InteractionsController,
    LayersController,
    LooksController,
    FlagScheduleController,
    SavedGroupsController,
    GrowthBookController,
    ExposuresController,
    OfrepController,
    BreakdownController,
    PortfolioController,
    ResultsController,
    ShareLinksController,
    SharedController,
    UnitExportsController,
    SourcesController,
    QuestionsController,
    RunsController,
    PublicationsController,
    ReportsController,
    WarehouseController,
    GeoController,
  ],
  providers: [
    SourceService,
    PullService,
    QuestionService,
    QuestionRunService,
    PublicationService,
    ReportService,
    WarehouseService,
    GeoLoadService,
    GrowthBookStreams,
    OfrepLinks,
    OfrepStreams,
  ],
  exports: [ExperimentationModule],
})
export class ExperimentModule {}
