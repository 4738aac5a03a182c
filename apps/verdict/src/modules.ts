import type { Type } from '@nestjs/common';
import { AccessApiModule } from '#libs/access';
import { JobsApiModule } from '#libs/queue';
import { ExperimentModule } from '../../experiment/src/experiment.module.js';
import { RiskModule } from '../../risk/src/risk.module.js';

/** What `apps/experiment` serves alone. */
export const experimentModules: readonly Type[] = [AccessApiModule, JobsApiModule, ExperimentModule];

/** What `apps/risk` serves alone. */
export const riskModules: readonly Type[] = [AccessApiModule, JobsApiModule, RiskModule];

/** Both, in one process. */
export const apiModules: readonly Type[] = [...new Set([...experimentModules, ...riskModules])];
