import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { CLOCK, type Clock } from '#libs/contracts';
import { Database, DATABASE } from '#libs/postgres';

const flushMs = 10_000;
const minuteMs = 60_000;

/** Counts requests per key and minute in memory and adds them to the database every ten seconds and at the end. */
@Injectable()
export class KeyUse implements OnApplicationShutdown {
  /** By the minute since 1970 in which they were made, not the one in which they are written. */
  private counts = new Map<number, Map<string, number>>();
  private minute = -1;
  private current = new Map<string, number>();
  private readonly timer = setInterval(() => void this.flush().catch(() => undefined), flushMs).unref();

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  count(keyId: string): void {
    const minute = Math.floor(this.clock.now() / minuteMs);
    if (minute !== this.minute) this.turnTo(minute);
    this.current.set(keyId, (this.current.get(keyId) ?? 0) + 1);
  }

  async flush(): Promise<void> {
    const { counts } = this;
    this.counts = new Map();
    this.minute = -1;
    const rows = [...counts].flatMap(([minute, uses]) =>
      [...uses].map(([keyId, requests]) => ({ minute, keyId, requests })),
    );
    if (rows.length === 0) return;
    try {
      await this.database.query('key_use/add_key_uses', {
        key_ids: rows.map(({ keyId }) => keyId),
        minutes: rows.map(({ minute }) => new Date(minute * minuteMs)),
        requests: rows.map(({ requests }) => requests),
      });
    } catch (error) {
      // Postgres is away: what was counted is kept, each minute its own, for the next time.
      for (const { minute, keyId, requests } of rows) {
        const uses = this.of(minute);
        uses.set(keyId, (uses.get(keyId) ?? 0) + requests);
      }
      throw error;
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.flush().catch(() => undefined);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private turnTo(minute: number): void {
    this.minute = minute;
    this.current = this.of(minute);
  }

  private of(minute: number): Map<string, number> {
    const found = this.counts.get(minute);
    if (found !== undefined) return found;
    const made = new Map<string, number>();
    this.counts.set(minute, made);
    return made;
  }
}
