import { Module } from '@nestjs/common';
import { ExperimentationModule } from '#libs/experimentation';
import { AssignmentsController } from './assignments.controller.js';
import { ExperimentsController } from './experiments.controller.js';
import { ExposuresController } from './exposures.controller.js';
import { MetricsController } from './metrics.controller.js';
import { ResultsController } from './results.controller.js';

/** Experiments, assignment, exposures and results over HTTP. */
@Module({
  imports: [ExperimentationModule],
  controllers: [
    ExperimentsController,
    MetricsController,
    AssignmentsController,
    ExposuresController,
    ResultsController,
  ],
  exports: [ExperimentationModule],
})
export class ExperimentModule {}
