import {
  assemble,
  averageOf,
  choosePairs,
  splitOf,
  type Machine,
  type Shapes,
  type Table,
  type TrainingOptions,
} from '#libs/boosting';
import { threadItems } from '#libs/threads';
import type { Boosted, BoostTask } from './boosted.js';

const entry = new URL('./boost.thread.js', import.meta.url);

/** How a training is run; none of it changes what is learnt. */
export interface TrainingRun {
  readonly signal: AbortSignal;
  readonly threads: number;
  /** Rounds so far, of all bags. */
  readonly progress: (rounds: number) => void;
}

/**
 * What `train` of libs/boosting learns, bit for bit, its bags in threads over one memory.
 * @throws RangeError without both kinds of labels, or the signal's reason
 */
export async function trainInThreads(table: Table, options: TrainingOptions, run: TrainingRun): Promise<Machine> {
  const split = splitOf(table, options);
  let rounds = 0;
  const stage = async (chosen: BoostTask['chosen']): Promise<Float64Array[]> => {
    const bags: Shapes[] = [];
    await inTurn(options.bags, run.threads, async (bag) => {
      const task: BoostTask = { split, bag, options, chosen };
      for await (const said of threadItems<Boosted>(entry, task, { signal: run.signal }))
        if ('shapes' in said) bags[bag] = said.shapes;
        else run.progress((rounds += 1));
    });
    return averageOf(bags);
  };
  const mains = await stage(undefined);
  const pairs = choosePairs(split, mains, options);
  const tables = await stage({ mains, pairs });
  return assemble(split, mains, pairs, tables);
}

/** Some at a time, each as soon as one before it is done. */
async function inTurn(count: number, atOnce: number, work: (number: number) => Promise<void>): Promise<void> {
  let next = 0;
  const take = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, take));
}
