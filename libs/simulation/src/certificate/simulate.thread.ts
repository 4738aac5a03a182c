import { serveThread } from '#libs/threads';
import type { Portion, Share } from './simulate.js';
import { portionOf, PORTIONS } from './study.js';
import { studiesOf } from './studies.js';

serveThread(function* ({ part, seed, budget, thread, threads }: Share) {
  for (const [index, study] of studiesOf(part).entries()) {
    const experiment = study.prepare();
    for (let portion = 0; portion < PORTIONS; portion += 1) {
      if ((index * PORTIONS + portion) % threads !== thread) continue;
      const tally = portionOf(study, experiment, { seed, budget, portion });
      yield { value: { study: index, portion, tally } satisfies Portion };
    }
  }
});
