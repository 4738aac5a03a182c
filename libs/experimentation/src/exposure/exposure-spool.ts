import { join } from 'node:path';
import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { CONFIG, type Config } from '#libs/config';
import { CLOCK, type Clock, type NewEvent } from '#libs/contracts';
import { unavailable, VerdictError } from '#libs/errors';
import { EventLog, Spool, spoolState } from '#libs/events';
import { HealthRegistry, Metrics } from '#libs/http';
import { isRefusal } from '#libs/postgres';

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
    @Inject(HealthRegistry) health: HealthRegistry,
    @Inject(Metrics) metrics: Metrics,
  ) {
    health.register('exposure_spool', () => (this.spool === undefined ? 'ok' : spoolState(this.spool)));
    metrics.gauge('verdict_exposure_spool_bytes', 'Acknowledged exposures that wait for the event log.', () =>
      this.bytes(),
    );
    metrics.gauge(
      'verdict_exposure_spool_dead_letters',
      'Acknowledged exposures that the event log refuses, set aside on this disk.',
      () => this.spool?.deadLetters() ?? 0,
    );
  }

  async onModuleInit(): Promise<void> {
    this.spool = await Spool.open(join(this.config.dataFolder, 'spools', 'exposures'), this.clock, {
      onDead: (path, lines) => this.logger.error(`${lines} entries are damaged or refused; they are kept in ${path}.`),
      onUnwritten: (reason) =>
        this.logger.error(`Exposures are refused while the log is away: the spool cannot be written (${reason}).`),
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

  /**
   * Hands all that waits to the log; what was handed over before counts once there. While the log is away it stays; an
   * exposure that the log refuses is set aside.
   */
  async drain(): Promise<number> {
    if (this.spool === undefined) return 0;
    return this.spool.drain(async (batches) => {
      const refused: (readonly NewEvent[])[] = [];
      for (const batch of batches) {
        if (await this.takes(batch)) continue;
        for (const event of batch) if (!(await this.takes([event]))) refused.push([event]);
      }
      return refused;
    });
  }

  private takes(events: readonly NewEvent[]): Promise<boolean> {
    return this.log.append(events).then(
      () => true,
      (error: unknown) => {
        if (!isRefusal(error)) throw error;
        return false;
      },
    );
  }

  private async drainOnTime(): Promise<void> {
    await this.drain().catch((error: unknown) => {
      if (error instanceof VerdictError && error.kind === 'unavailable') return;
      const reason = error instanceof Error ? error.message : String(error);
      this.logger.error(`The log does not take the exposures that wait on this disk: ${reason}`);
    });
  }
}
