import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { Inject } from '@nestjs/common';
import type { Job } from 'bullmq';
import type { JobName } from '#libs/contracts';
import { JobRunner } from './job-runner.js';
import { queueName } from './queue-name.js';

const concurrency = 4;

@Processor(queueName, { concurrency })
export class JobProcessor extends WorkerHost {
  constructor(@Inject(JobRunner) private readonly runner: JobRunner) {
    super();
  }

  /** Redis is away: the worker tries again by itself. */
  @OnWorkerEvent('error')
  onError(): void {}

  process(job: Job<{ id: string }>): Promise<void> {
    return this.runner.run(job.data.id, job.name as JobName);
  }
}
