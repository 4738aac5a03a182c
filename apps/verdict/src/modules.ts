import type { Type } from '@nestjs/common';
import { ExperimentModule } from '../../experiment/src/experiment.module.js';
import { RiskModule } from '../../risk/src/risk.module.js';

/** What `apps/experiment` serves alone. */
export const experimentModules: readonly Type[] = [ExperimentModule];

/** What `apps/risk` serves alone. */
export const riskModules: readonly Type[] = [RiskModule];

/** Both, in one process. */
export const apiModules: readonly Type[] = [...experimentModules, ...riskModules];
