import { setTimeout } from 'node:timers/promises';
import type { FactoryProvider } from '@nestjs/common';
import { PullBook, pullView, SourcePullHandler } from '#libs/analytics';
import type { PullCounts, PullView } from '#libs/contracts';
import type { JobContext, JobHandler } from '#libs/queue';

/** The injection token of the pull that tells what the warehouse said to it. */
export const SETTLED_PULL = Symbol('SETTLED_PULL');

/** A warehouse that is away, or busy with something else, keeps no job waiting: the pull tells later what became of it. */
const patienceMs = 60_000;
const pauseMs = 250;

interface Settled extends Partial<PullCounts> {
  readonly warehouse: PullView['warehouse'];
  readonly refused: string | null;
}

/**
 * A pull for which a person waits ends when the warehouse has loaded or refused it, so that the job says so. What the clock
 * asks for leaves its place to the next one.
 */
export const settledPull: FactoryProvider<JobHandler<{ pull_id: string }>> = {
  provide: SETTLED_PULL,
  inject: [SourcePullHandler, PullBook],
  useFactory: (handler: SourcePullHandler, book: PullBook) => ({
    name: handler.name,
    run: async (payload, context) => {
      const counts = await handler.run(payload, context);
      const { warehouse, refused } = await settled(book, payload.pull_id, context);
      return { ...counts, warehouse, refused } satisfies Settled;
    },
  }),
};

async function settled(book: PullBook, id: string, context: JobContext): Promise<PullView> {
  const { signal } = context;
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const pull = pullView(await book.find(id));
    const isAsked = pull.created_by !== 'system';
    if (pull.warehouse !== 'waiting' || !isAsked || signal.aborted || performance.now() > deadline) return pull;
    context.progress(0, null, 'Waiting for the warehouse');
    await setTimeout(pauseMs, undefined, { signal }).catch(() => undefined);
  }
}
