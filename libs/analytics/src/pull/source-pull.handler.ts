import { Inject, Injectable } from '@nestjs/common';
import type { PullCounts } from '#libs/contracts';
import type { JobContext, JobHandler } from '#libs/queue';
import { SourceReaders } from '../reader/source-readers.js';
import { EventPull } from './event-pull.js';
import { PullBook } from './pull-book.js';
import type { PullResult } from './pull.repository.js';
import { TablePull, type PullRun } from './table-pull.js';

/**
 * Pulls one table of one day. A run that is cut short leaves objects that nobody loads: the next one starts over under an
 * origin of its own, and what it wrote is closed in the transaction that says it ended.
 */
@Injectable()
export class SourcePullHandler implements JobHandler<{ pull_id: string }> {
  readonly name = 'source_pull';

  constructor(
    @Inject(PullBook) private readonly book: PullBook,
    @Inject(SourceReaders) private readonly readers: SourceReaders,
    @Inject(TablePull) private readonly tables: TablePull,
    @Inject(EventPull) private readonly events: EventPull,
  ) {}

  async run({ pull_id }: { pull_id: string }, context: JobContext): Promise<PullCounts | null> {
    const pull = await this.book.find(pull_id);
    if (pull.finished_at !== null) return pull.counts;
    const wanted = await this.book.wanted(pull);
    const origin = await this.book.begin(pull, context);
    const result = await this.read({ pull, origin, wanted, context });
    await this.book.finish(pull, origin, result, context);
    return result.counts;
  }

  private async read(run: PullRun): Promise<PullResult> {
    const { pull, wanted, context } = run;
    if (wanted.source.definition.kind === 'mixpanel') return this.events.run(run);
    const reader = await this.readers.open(wanted, pull.day);
    const stop = (): void => void reader.close().catch(() => undefined);
    context.signal.addEventListener('abort', stop, { once: true });
    try {
      return await this.tables.run(run, reader);
    } finally {
      context.signal.removeEventListener('abort', stop);
      await reader.close();
    }
  }
}
