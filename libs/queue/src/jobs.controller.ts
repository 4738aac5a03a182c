import { Controller, Delete, Get, Inject, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { jobQuerySchema, type JobQuery, type JobView } from '#libs/contracts';
import { Scope } from '#libs/http';
import { Jobs } from './jobs.js';

const id = z.uuid();

@Controller('v1/jobs')
export class JobsController {
  constructor(@Inject(Jobs) private readonly jobs: Jobs) {}

  @Scope('jobs:read')
  @Get()
  list(@Query({ schema: jobQuerySchema }) query: JobQuery): Promise<JobView[]> {
    return this.jobs.list(query);
  }

  @Scope('jobs:read')
  @Get(':id')
  get(@Param('id', { schema: id }) jobId: string): Promise<JobView> {
    return this.jobs.get(jobId);
  }

  @Scope('jobs:write')
  @Delete(':id')
  cancel(@Param('id', { schema: id }) jobId: string): Promise<JobView> {
    return this.jobs.cancel(jobId);
  }
}
