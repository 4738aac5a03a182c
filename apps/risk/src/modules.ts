import type { Type } from '@nestjs/common';
import { AccessApiModule } from '#libs/access';
import { JobsApiModule } from '#libs/analytics';
import { RiskModule } from './risk.module.js';

/** What this service is made of, alone and beside the other one. */
export const riskModules: readonly Type[] = [AccessApiModule, JobsApiModule, RiskModule];
