import { Inject, Injectable } from '@nestjs/common';
import { WarehouseLookHandler } from '#libs/analytics';
import type { JobContext, JobHandler } from '#libs/queue';
import { Sinks } from './sinks.js';

/** Brings all that is in the log and the buckets into the warehouse, however long it takes, and looks at it. */
@Injectable()
export class WarehouseLoadHandler implements JobHandler {
  readonly name = 'warehouse_load';

  constructor(
    @Inject(Sinks) private readonly sinks: Sinks,
    @Inject(WarehouseLookHandler) private readonly look: WarehouseLookHandler,
  ) {}

  accepts(): boolean {
    return this.look.accepts();
  }

  async run(_: unknown, { signal, progress }: Pick<JobContext, 'signal' | 'progress'>): Promise<object> {
    const total = await this.sinks.waiting();
    const tell = async (): Promise<void> =>
      progress(Math.max(0, total - (await this.sinks.waiting())), total, 'Loading into the warehouse');
    const timer = setInterval(() => void tell().catch(() => undefined), 1_000);
    const aborted = new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
    try {
      await Promise.race([this.sinks.flush(), aborted]);
    } finally {
      clearInterval(timer);
    }
    return this.look.run(null, { signal });
  }
}
