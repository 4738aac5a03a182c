import { Module } from '@nestjs/common';
import { AccessModule } from '#libs/access';
import { QueueModule } from '#libs/queue';
import { JobsController } from './jobs.controller.js';

/** `/v1/jobs`, for the processes that answer people. */
@Module({ imports: [AccessModule, QueueModule], controllers: [JobsController] })
export class JobsApiModule {}
