import { Controller, Delete, Get, Inject, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { Audit } from '#libs/access';
import { jobQuerySchema, type JobQuery, type JobView, type Principal } from '#libs/contracts';
import { Caller, Scope, Summary } from '#libs/http';
import { Jobs } from '#libs/queue';

const id = z.uuid();

@Controller('v1/jobs')
export class JobsController {
  constructor(
    @Inject(Jobs) private readonly jobs: Jobs,
    @Inject(Audit) private readonly audit: Audit,
  ) {}

  @Scope('jobs:read')
  @Summary('List the latest jobs')
  @Get()
  list(@Query({ schema: jobQuerySchema }) query: JobQuery): Promise<JobView[]> {
    return this.jobs.list(query);
  }

  @Scope('jobs:read')
  @Summary('Read a job: its state, progress and result')
  @Get(':id')
  get(@Param('id', { schema: id }) jobId: string): Promise<JobView> {
    return this.jobs.get(jobId);
  }

  @Scope('jobs:write')
  @Summary('Cancel a job')
  @Delete(':id')
  cancel(@Param('id', { schema: id }) jobId: string, @Caller() actor: Principal): Promise<JobView> {
    const entry = { actor, action: 'job.cancel', subjectKind: 'job', subjectId: jobId };
    return this.jobs.cancel(jobId, (transaction) => this.audit.record(transaction, entry));
  }
}
