import { Module } from '@nestjs/common';
import { JobsController } from './jobs.controller.js';
import { QueueModule } from './queue.module.js';

/** `/v1/jobs`, for the processes that answer people. */
@Module({ imports: [QueueModule], controllers: [JobsController] })
export class JobsApiModule {}
