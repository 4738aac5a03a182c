import type { Clock } from '#libs/contracts';
import { rateLimited } from '#libs/errors';

const windowMs = 60_000;

/**
 * Requests a key and minute, counted without a promise or a timer: this is on the path of every request. The windows of
 * all keys end together, so there is one map, emptied each minute.
 */
export class RequestWindows {
  private counts = new Map<string, number>();
  private endsAt = 0;

  constructor(
    private readonly limit: number,
    private readonly clock: Clock,
  ) {}

  /** @throws VerdictError `rate_limited` with the seconds until the window ends. */
  take(key: string): void {
    const now = this.clock.now();
    if (now >= this.endsAt) {
      this.counts = new Map();
      this.endsAt = now + windowMs;
    }
    const count = (this.counts.get(key) ?? 0) + 1;
    this.counts.set(key, count);
    if (count > this.limit)
      throw rateLimited('Too many requests; wait a moment.', Math.max(1, Math.ceil((this.endsAt - now) / 1_000)));
  }
}
