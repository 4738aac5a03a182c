import { join } from 'node:path';
import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { CONFIG, type Config } from '#libs/config';
import { CLOCK, type Clock, type NewEvent } from '#libs/contracts';
import { unavailable, VerdictError } from '#libs/errors';
import { EventLog, Spool } from '#libs/events';
import { Metrics } from '#libs/http';

const drainMs = 2_000;

/** Exposures that were acknowledged while the log was away, on this machine's disk until it takes them. */
@Injectable()
export class ExposureSpool implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(ExposureSpool.name);
  private spool: Spool<readonly NewEvent[]> | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(EventLog) private readonly log: EventLog,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(Metrics) metrics: Metrics,
  ) {
    metrics.gauge('exposure_spool_bytes', 'Acknowledged exposures that wait for the event log.', () => this.bytes());
  }

  async onModuleInit(): Promise<void> {
    this.spool = await Spool.open(join(this.config.dataFolder, 'spools', 'exposures'), this.clock, {
      onDamage: (path, lines) => this.logger.error(`${lines} lines of ${path} are damaged and were left out.`),
    });
    this.timer = setInterval(() => void this.drainOnTime(), drainMs).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.spool?.close();
  }

  bytes(): number {
    return this.spool?.bytes() ?? 0;
  }

  /** Resolves when they are on the disk. @throws VerdictError `unavailable` when it is full. */
  async append(events: readonly NewEvent[]): Promise<void> {
    if (this.spool === undefined) throw unavailable('The spool is not open yet.');
    if (events.length > 0) await this.spool.append(events);
  }

  /** Hands all that waits to the log; what was handed over before counts once there. What it does not take, stays. */
  async drain(): Promise<number> {
    if (this.spool === undefined) return 0;
    return this.spool.drain(async (batches) => {
      for (const batch of batches) await this.log.append(batch);
    });
  }

  private async drainOnTime(): Promise<void> {
    await this.drain().catch((error: unknown) => {
      if (error instanceof VerdictError && error.kind === 'unavailable') return;
      const reason = error instanceof Error ? error.message : String(error);
      this.logger.error(`The log does not take the exposures that wait on this disk: ${reason}`);
    });
  }
}
