import { Module } from '@nestjs/common';
import { AccessModule } from '#libs/access';
import { EventsModule } from '#libs/events';
import { QueueModule } from '#libs/queue';
import { AssignmentService } from './assignment/assignment.service.js';
import { ExperimentRepository } from './experiment/experiment.repository.js';
import { ExperimentService } from './experiment/experiment.service.js';
import { ExposureRules } from './exposure/exposure-rules.js';
import { ExposureService } from './exposure/exposure.service.js';
import { ExposureSpool } from './exposure/exposure-spool.js';
import { ReadingRepository } from './results/reading.repository.js';
import { ResultsService } from './results/results.service.js';
import { SnapshotFigures } from './snapshot/snapshot-figures.js';
import { SnapshotService } from './snapshot/snapshot.service.js';

/** For the processes that assign: experiments, the snapshot of them, exposures and results. */
@Module({
  imports: [AccessModule, EventsModule, QueueModule],
  providers: [
    AssignmentService,
    ExperimentRepository,
    ExperimentService,
    ExposureRules,
    ExposureService,
    ExposureSpool,
    ReadingRepository,
    ResultsService,
    SnapshotFigures,
    SnapshotService,
  ],
  exports: [AssignmentService, ExperimentService, ExposureService, ExposureSpool, ResultsService, SnapshotService],
})
export class ExperimentationModule {}
