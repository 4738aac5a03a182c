import type { CertificateRow, CertificateRun } from '#libs/contracts';
import { threadItems } from '#libs/threads';
import { rowsOf, PORTIONS } from './study.js';
import { studiesOf, type PartName } from './studies.js';

/** What a thread is told: every so many-th portion, beginning with its own number, is its share. */
export interface Share {
  readonly part: PartName;
  readonly seed: number;
  readonly budget: number;
  readonly thread: number;
  readonly threads: number;
}

/** One portion of a study. */
export interface Portion {
  readonly study: number;
  readonly portion: number;
  readonly tally: Float64Array;
}

const entry = new URL('./simulate.thread.js', import.meta.url);

/** All studies of a part, over threads: who draws a portion says nothing about what is drawn in it. */
export async function simulate(
  part: PartName,
  { seed, budget, threads, progress }: CertificateRun,
): Promise<readonly CertificateRow[]> {
  const studies = studiesOf(part);
  const tallies = studies.map((): Float64Array[] => []);
  const total = studies.length * PORTIONS;
  let done = 0;
  const stop = new AbortController();
  const take = async (thread: number): Promise<void> => {
    const share: Share = { part, seed, budget, thread, threads };
    for await (const { study, portion, tally } of threadItems<Portion>(entry, share, { signal: stop.signal })) {
      const portions = tallies[study];
      if (portions !== undefined) portions[portion] = tally;
      progress((done += 1), total);
    }
  };
  try {
    await Promise.all(Array.from({ length: threads }, (_, thread) => take(thread)));
  } finally {
    stop.abort();
  }
  return studies.flatMap((study, index) => rowsOf(study, budget, tallies[index] ?? []));
}
