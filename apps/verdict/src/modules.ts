import type { Type } from '@nestjs/common';
import { experimentModules } from '../../experiment/src/modules.js';
import { riskModules } from '../../risk/src/modules.js';

/** Both services, in one process. */
export const apiModules: readonly Type[] = [...new Set([...experimentModules, ...riskModules])];
