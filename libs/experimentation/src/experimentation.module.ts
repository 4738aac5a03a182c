import { Module } from '@nestjs/common';
import { AccessModule } from '#libs/access';
import { EventsModule } from '#libs/events';
import { QueueModule } from '#libs/queue';
import { AssignmentService } from './assignment/assignment.service.js';
import { ExperimentRepository } from './experiment/experiment.repository.js';
import { ExperimentService } from './experiment/experiment.service.js';
import { ForcingService } from './experiment/forcing.service.js';
import { AttributeService } from './flag/attribute.service.js';
import { EvaluationService } from './flag/evaluation.service.js';
import { FlagChecker } from './flag/flag-checker.js';
import { FlagRepository } from './flag/flag.repository.js';
import { FlagService } from './flag/flag.service.js';
import { SavedGroupService } from './flag/saved-group.service.js';
import { GrowthBookService } from './growthbook/growthbook.service.js';
import { ExposureRules } from './exposure/exposure-rules.js';
import { ExposureService } from './exposure/exposure.service.js';
import { ExposureSpool } from './exposure/exposure-spool.js';
import { LayerService } from './layer/layer.service.js';
import { ReadingRepository } from './results/reading.repository.js';
import { ResultsService } from './results/results.service.js';
import { SnapshotFigures } from './snapshot/snapshot-figures.js';
import { StickyMemory } from './sticky/sticky-memory.js';
import { StickyRepository } from './sticky/sticky.repository.js';
import { SnapshotService } from './snapshot/snapshot.service.js';

/** For the processes that assign: experiments, the snapshot of them, exposures and results. */
@Module({
  imports: [AccessModule, EventsModule, QueueModule],
  providers: [
    AssignmentService,
    AttributeService,
    EvaluationService,
    ExperimentRepository,
    ExperimentService,
    ExposureRules,
    ExposureService,
    ExposureSpool,
    FlagChecker,
    FlagRepository,
    FlagService,
    ForcingService,
    LayerService,
    GrowthBookService,
    ReadingRepository,
    ResultsService,
    SavedGroupService,
    SnapshotFigures,
    SnapshotService,
    StickyMemory,
    StickyRepository,
  ],
  exports: [
    AssignmentService,
    AttributeService,
    FlagService,
    SavedGroupService,
    EvaluationService,
    ExperimentService,
    ExposureService,
    ExposureSpool,
    ForcingService,
    LayerService,
    GrowthBookService,
    ResultsService,
    SnapshotService,
  ],
})
export class ExperimentationModule {}
