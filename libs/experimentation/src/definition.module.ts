import { Module } from '@nestjs/common';
import { AccessModule } from '#libs/access';
import { ExperimentAdvisor } from './experiment/experiment-advisor.js';
import { ExperimentBook } from './experiment/experiment-book.js';
import { ExperimentRepository } from './experiment/experiment.repository.js';
import { ExperimentReview } from './experiment/experiment-review.js';
import { ExperimentService } from './experiment/experiment.service.js';
import { FlagChecker } from './flag/flag-checker.js';
import { FlagRepository } from './flag/flag.repository.js';
import { FlagService } from './flag/flag.service.js';
import { ScheduleRepository } from './schedule/schedule.repository.js';

const providers = [
  ExperimentAdvisor,
  ExperimentBook,
  ExperimentRepository,
  ExperimentReview,
  ExperimentService,
  FlagChecker,
  FlagRepository,
  FlagService,
  ScheduleRepository,
];

/** What changes experiments and flags: for people over HTTP, and for the worker by the clock. */
@Module({ imports: [AccessModule], providers, exports: providers })
export class DefinitionModule {}
