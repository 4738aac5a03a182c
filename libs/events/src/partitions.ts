import { Inject, Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { CONFIG, type Config } from '#libs/config';
import { CLOCK, type Clock } from '#libs/contracts';
import { Database, DATABASE } from '#libs/postgres';
import { daysBefore } from './day.js';

const daysAhead = 2;
const refusedDays = 7;
const everyMs = 6 * 3_600_000;

/** The log's days: made in time, at boot and every six hours, and dropped when their time is over. */
@Injectable()
export class EventPartitions implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(EventPartitions.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<Config, 'identityRetentionDays' | 'bodyRetentionDays'>,
  ) {}

  /** With the database away the process starts all the same: an insert that finds no day makes it. */
  async onModuleInit(): Promise<void> {
    const run = (): Promise<void> =>
      this.make().catch((error: Error) => this.logger.warn(`The log’s days could not be made: ${error.message}`));
    this.timer = setInterval(() => void run(), everyMs);
    this.timer.unref();
    await run();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** An event may be `identityRetentionDays` old to the millisecond: one more day than that. */
  async make(): Promise<void> {
    const now = this.clock.now();
    await this.database.query('event/make_partitions', {
      first_identity_day: daysBefore(now, this.config.identityRetentionDays + 1),
      first_body_day: daysBefore(now, 1),
      last_day: daysBefore(now, -daysAhead),
    });
  }

  /** For the worker, daily. Bodies stay until every sink that reads the log has passed them. */
  async drop(): Promise<{ readonly identity_days: number; readonly body_days: number }> {
    const now = this.clock.now();
    await this.database.query('event/delete_refused', { before: new Date(now - refusedDays * 86_400_000) });
    return this.database.one('event/drop_partitions', {
      identities_before: daysBefore(now, this.config.identityRetentionDays + 1),
      bodies_before: daysBefore(now, this.config.bodyRetentionDays),
    });
  }
}
