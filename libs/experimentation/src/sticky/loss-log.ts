import type { Clock } from '#libs/contracts';

const everyMs = 60_000;

/** Says what was lost, and how often since it was said last: at once, and then at most once a minute. */
export class LossLog {
  private count = 0;
  private saidAt = -Infinity;

  constructor(
    private readonly clock: Clock,
    private readonly say: (text: string) => void,
  ) {}

  /** @param what was lost, for whoever reads it: in the plural */
  note(what: string, error: Error): void {
    this.count += 1;
    const now = this.clock.now();
    if (Math.abs(now - this.saidAt) < everyMs) return;
    this.say(`${what}: ${this.count} since this was last said; the latest because: ${error.message}`);
    this.count = 0;
    this.saidAt = now;
  }
}
