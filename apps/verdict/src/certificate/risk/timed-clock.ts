import { AsyncLocalStorage } from 'node:async_hooks';
import type { Clock } from '#libs/contracts';

/**
 * A clock that shows each piece of work the time that is its own, however many are under way; and to all else the latest
 * that was reached. */
export class TimedClock implements Clock {
  private readonly own = new AsyncLocalStorage<{ time: number | undefined }>();

  /** @param latest milliseconds since 1970 */
  constructor(private latest: number) {}

  now(): number {
    return this.own.getStore()?.time ?? this.latest;
  }

  /** Does the work as of `time`, milliseconds since 1970. What it has set off and goes on without it has no time of its own. */
  async at<Result>(time: number, work: () => Promise<Result>): Promise<Result> {
    const own: { time: number | undefined } = { time };
    try {
      return await this.own.run(own, work);
    } finally {
      own.time = undefined;
    }
  }

  /** For what runs by itself it is at least so late from now on. */
  reach(time: number): void {
    this.latest = Math.max(this.latest, time);
  }
}
