import { Global, Module } from '@nestjs/common';
import { HealthController } from './health.controller.js';
import { HealthRegistry } from './health.js';
import { Metrics } from './metrics.js';

/** Health and figures, one of each a process. */
@Global()
@Module({ controllers: [HealthController], providers: [HealthRegistry, Metrics], exports: [HealthRegistry, Metrics] })
export class HttpModule {}
