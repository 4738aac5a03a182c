import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '#libs/contracts';
import { SnapshotService } from './snapshot.service.js';

/** What an event told: one suffices. */
interface Heard {
  readonly etag: string | undefined;
  readonly lastModified: string | undefined;
}

/** What it needs of the process's snapshots. */
interface Snapshots extends Pick<SnapshotService, 'version' | 'poll'> {
  readonly current: { readonly revision: string; readonly changedAt: number };
}

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
    @Inject(SnapshotService) private readonly snapshots: Snapshots,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Waits for what a caller has heard of, never for long. Undefined where there is nothing to wait for, as nearly always.
   * @param heard the `etag` and `lastModified` of an event; what is neither a version nor a time asks for nothing
   */
  to({ etag, lastModified }: Heard): Promise<void> | undefined {
    if (etag === undefined && lastModified === undefined) return undefined;
    if (this.snapshots.version === undefined) return undefined;
    const { revision, changedAt } = this.snapshots.current;
    const isBehind = Number(etag) > Number(revision) || timeIn(lastModified) > changedAt;
    if (!isBehind) return undefined;
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
    await Promise.race([this.snapshots.poll().catch(() => undefined), patience]);
    clearTimeout(timer);
  }
}

/** Milliseconds since 1970, from whole seconds or RFC 3339; NaN from anything else. */
const timeIn = (text = ''): number => (/^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text));
