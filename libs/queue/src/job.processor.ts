import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Worker } from 'bullmq';
import { CONFIG, type Config } from '#libs/config';
import type { JobName } from '#libs/contracts';
import { JobRunner } from './job-runner.js';
import { workerConnection } from './queue-connection.js';
import { queueName } from './queue-name.js';

const concurrency = 4;
const closeMs = 5_000;

/**
 * Takes jobs from the queue. Its connections are its own, and patient: over one that refuses at once while Redis is away,
 * BullMQ asks for the next job again and again without ever letting the process do anything else.
 */
@Injectable()
export class JobProcessor implements OnApplicationBootstrap, OnApplicationShutdown {
  private worker: Worker<{ id: string }> | undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(JobRunner) private readonly runner: JobRunner,
  ) {}

  onApplicationBootstrap(): void {
    this.worker = new Worker<{ id: string }>(queueName, ({ data, name }) => this.runner.run(data.id, name as JobName), {
      connection: workerConnection(this.config),
      concurrency,
    });
    // Redis is away: the worker tries again by itself.
    this.worker.on('error', () => undefined);
  }

  /** The runner has ended its jobs by then; a Redis that is away is not waited for. */
  async onApplicationShutdown(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => (timer = setTimeout(resolve, closeMs)));
    await Promise.race([this.worker?.close(), patience]).finally(() => clearTimeout(timer));
  }
}
