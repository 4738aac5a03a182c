import { Injectable } from '@nestjs/common';

/** Of flags, in one turn of the event loop: some milliseconds. */
const most = 10_000;
/** So few are no work to wait for. */
const few = 100;

/**
 * How much is evaluated in one turn of the event loop. A client may ask for every flag hundreds of times in one piece of
 * what arrives, without waiting for an answer; Node would have all of it answered before anybody else is heard. What is
 * beyond the turn's share waits for the next one, in its order, and between two turns all connections are.
 */
@Injectable()
export class Turns {
  private left = most;
  private readonly waiting: (() => void)[] = [];
  private isSpent = false;

  /** What `work` gives, which evaluates so many flags: at once while the turn has some left, else in a later one. */
  take<Result>(flags: number, work: () => Result | Promise<Result>): Result | Promise<Result> {
    if (flags < few) return work();
    if (this.left > 0 && this.waiting.length === 0) {
      this.spend(flags);
      return work();
    }
    return new Promise((resolve, reject) => {
      this.waiting.push(() => {
        this.spend(flags);
        try {
          resolve(work());
        } catch (error) {
          reject(error);
        }
      });
    });
  }

  private spend(flags: number): void {
    this.left -= flags;
    if (this.isSpent) return;
    this.isSpent = true;
    setImmediate(() => this.begin());
  }

  private begin(): void {
    this.left = most;
    this.isSpent = false;
    while (this.left > 0 && this.waiting.length > 0) this.waiting.shift()?.();
  }
}
