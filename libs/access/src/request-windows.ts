import type { Clock } from '#libs/contracts';
import { rateLimited } from '#libs/errors';

const windowMs = 60_000;

/**
 * Requests a key and minute, counted without a promise or a timer: this is on the path of every request. The windows of
 * all keys end together, so there is one map, emptied each minute; where anybody can make up keys, it holds `most` of them.
 */
export class RequestWindows {
  private counts = new Map<string, number>();
  private endsAt = 0;

  constructor(
    private readonly limit: number,
    private readonly clock: Clock,
    private readonly most = Infinity,
  ) {}

  /** @throws VerdictError `rate_limited` with the seconds until the window ends. */
  take(key: string): void {
    const now = this.clock.now();
    // An end that is further off than a window is long: the clock was set back.
    if (now >= this.endsAt || this.endsAt - now > windowMs) {
      this.counts = new Map();
      this.endsAt = now + windowMs;
    }
    const count = (this.counts.get(key) ?? 0) + 1;
    if (count === 1 && this.counts.size >= this.most) this.forgetOne();
    this.counts.set(key, count);
    if (count > this.limit)
      throw rateLimited('Too many requests; wait a moment.', Math.max(1, Math.ceil((this.endsAt - now) / 1_000)));
  }

  /**
   * The first of those that may ask on: who is refused stays refused. To be forgotten gains nobody anything that has not
   * asked by as many other names as are counted, each of which has a limit of its own.
   */
  private forgetOne(): void {
    for (const [key, count] of this.counts) if (count < this.limit) return void this.counts.delete(key);
  }
}
