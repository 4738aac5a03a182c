import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { CLOCK, type Clock } from '#libs/contracts';
import { Database, DATABASE } from '#libs/postgres';

const flushMs = 10_000;
const minuteMs = 60_000;

/** Counts requests per key and minute in memory and adds them to the database every ten seconds and at the end. */
@Injectable()
export class KeyUse implements OnApplicationShutdown {
  private counts = new Map<string, number>();
  private minute: number;
  private readonly timer = setInterval(() => void this.flush().catch(() => undefined), flushMs).unref();

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.minute = Math.floor(clock.now() / minuteMs);
  }

  count(keyId: string): void {
    this.counts.set(keyId, (this.counts.get(keyId) ?? 0) + 1);
  }

  async flush(): Promise<void> {
    const { counts, minute } = this;
    this.counts = new Map();
    this.minute = Math.floor(this.clock.now() / minuteMs);
    if (counts.size === 0) return;
    try {
      await this.database.query('key_use/add_key_uses', {
        key_ids: [...counts.keys()],
        minutes: [...counts.keys()].map(() => new Date(minute * minuteMs)),
        requests: [...counts.values()],
      });
    } catch (error) {
      // Postgres is away: keep what was counted for the next time.
      for (const [keyId, requests] of counts) this.counts.set(keyId, (this.counts.get(keyId) ?? 0) + requests);
      throw error;
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.flush().catch(() => undefined);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }
}
