import { Module } from '@nestjs/common';
import { AccessModule } from '#libs/access';
import {
  AssignmentService,
  ExperimentRepository,
  ExperimentService,
  SnapshotFigures,
  SnapshotService,
} from '#libs/experimentation';
import { AssignmentsController } from './assignments.controller.js';
import { ExperimentsController } from './experiments.controller.js';
import { MetricsController } from './metrics.controller.js';

/** Experiments, assignment, exposures and results over HTTP. */
@Module({
  imports: [AccessModule],
  controllers: [ExperimentsController, MetricsController, AssignmentsController],
  providers: [AssignmentService, ExperimentRepository, ExperimentService, SnapshotFigures, SnapshotService],
  exports: [ExperimentService, SnapshotService],
})
export class ExperimentModule {}
