import type { Type } from '@nestjs/common';
import { AccessApiModule } from '#libs/access';
import { JobsApiModule } from '#libs/analytics';
import { ExperimentModule } from './experiment.module.js';

/** What this service is made of, alone and beside the other one. */
export const experimentModules: readonly Type[] = [AccessApiModule, JobsApiModule, ExperimentModule];
