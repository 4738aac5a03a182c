import { boostMains, boostPairs } from '#libs/boosting';
import { serveThread, type ThreadItem } from '#libs/threads';
import type { Boosted, BoostTask } from './boosted.js';

/** One bag's stage, round by round, then its shapes. */
serveThread<BoostTask>(function* ({ split, bag, options, chosen }): Generator<ThreadItem> {
  const stage = chosen === undefined ? boostMains(split, bag, options) : boostPairs(split, chosen, bag, options);
  for (;;) {
    const step = stage.next();
    if (step.done === true) {
      yield { value: { shapes: step.value } satisfies Boosted };
      return;
    }
    yield { value: { round: step.value } satisfies Boosted };
  }
});
