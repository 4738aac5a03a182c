import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { JobRunner } from './job-runner.js';
import { Jobs } from './jobs.js';
import { SCHEDULES, type Schedule } from './handler.js';

const reconcileMs = 60_000;

/**
 * Submits what is due by the clock, and enqueues again what the queue has lost. Several workers may do so at once:
 * the same job is found by its key, never made twice.
 */
@Injectable()
export class Scheduler implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(Scheduler.name);
  private readonly timers: NodeJS.Timeout[] = [];
  private isEnded = false;

  constructor(
    @Inject(Jobs) private readonly jobs: Jobs,
    @Inject(JobRunner) private readonly runner: JobRunner,
    @Inject(SCHEDULES) private readonly schedules: readonly Schedule[],
  ) {}

  onApplicationBootstrap(): void {
    this.every(reconcileMs, () => this.jobs.reconcile());
    void this.jobs.reconcile().catch(() => undefined);
    for (const schedule of this.schedules) this.every(schedule.everyMinutes * 60_000, () => this.submit(schedule));
  }

  onApplicationShutdown(): void {
    this.isEnded = true;
    for (const timer of this.timers) clearInterval(timer);
  }

  private every(ms: number, work: () => Promise<unknown>): void {
    const run = (): void =>
      void work().catch((error: Error) => {
        // What the stop overtook is done by whoever runs next.
        if (!this.isEnded) this.logger.warn(`Scheduled work waits for its next turn: ${error.message}`);
      });
    this.timers.push(setInterval(run, ms));
  }

  private async submit(schedule: Schedule): Promise<void> {
    const { name, prompt = false } = schedule;
    for (const { payload, deduplicationKey } of await schedule.payloads()) {
      const { id, isNew } = await this.jobs.submit({ name, payload, deduplicationKey, createdBy: 'system' });
      // Its row is claimed once: whoever finds it in the queue later leaves it alone. One that has failed waits for its next try.
      if (prompt && isNew) await this.runner.run(id, name);
    }
  }
}
