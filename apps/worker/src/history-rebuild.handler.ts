import { Inject, Injectable } from '@nestjs/common';
import type { JobContext, JobHandler } from '#libs/queue';
import { Rebuild } from '#libs/search';

/** The event history, built anew from the buckets beside the one that is asked. */
@Injectable()
export class HistoryRebuildHandler implements JobHandler {
  readonly name = 'history_rebuild';

  constructor(@Inject(Rebuild) private readonly rebuild: Rebuild) {}

  run(_payload: unknown, context: JobContext): Promise<unknown> {
    return this.rebuild.run(context);
  }
}
