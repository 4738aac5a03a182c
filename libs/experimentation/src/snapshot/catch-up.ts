import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '#libs/contracts';
import { SnapshotService } from './snapshot.service.js';

/** Between two readings that callers make; and a caller waits no longer for one. */
const pauseMs = 1_000;

/**
 * Processes swap their snapshots one after the other. A caller that one of them has told of a change, and whom the balancer
 * sends to another, must not get the old answer: nobody would tell it again.
 */
@Injectable()
export class CatchUp {
  private reading: Promise<void> | undefined;
  private readAt = -Infinity;

  constructor(
    @Inject(SnapshotService) private readonly snapshots: SnapshotService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Waits for a version, never for long. Undefined where there is nothing to wait for, as nearly always. */
  to(version: number): Promise<void> | undefined {
    const { version: ours } = this.snapshots;
    if (ours === undefined || !(version > ours)) return undefined;
    if (this.reading === undefined && this.clock.now() - this.readAt < pauseMs) return undefined;
    this.reading ??= this.read().finally(() => {
      this.reading = undefined;
      this.readAt = this.clock.now();
    });
    return this.reading;
  }

  private async read(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => (timer = setTimeout(resolve, pauseMs)));
    await Promise.race([this.snapshots.reload().catch(() => undefined), patience]);
    clearTimeout(timer);
  }
}
