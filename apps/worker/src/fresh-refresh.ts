import type { FactoryProvider } from '@nestjs/common';
import { ExperimentRefreshHandler } from '#libs/experimentation';
import type { JobContext, JobHandler } from '#libs/queue';
import { Sinks } from './sinks.js';

/** The injection token of the refresh that brings the warehouse up to date first. */
export const FRESH_REFRESH = Symbol('FRESH_REFRESH');

/** Longer than a batch takes; another worker may hold a sink, and a readout says itself up to when its data go. */
const patienceMs = 30_000;

/** A refresh reads what was in the log when it was asked for, not what the sinks had happened to bring by then. */
export const freshRefresh: FactoryProvider<JobHandler> = {
  provide: FRESH_REFRESH,
  inject: [ExperimentRefreshHandler, Sinks],
  useFactory: (handler: ExperimentRefreshHandler, sinks: Sinks): JobHandler => ({
    name: handler.name,
    accepts: () => handler.accepts(),
    run: async (payload, context) => {
      await upToDate(sinks, context);
      return handler.run(payload, context);
    },
  }),
};

async function upToDate(sinks: Sinks, { signal }: JobContext): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, patienceMs);
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await Promise.race([sinks.flush(), patience]).finally(() => clearTimeout(timer));
  signal.throwIfAborted();
}
