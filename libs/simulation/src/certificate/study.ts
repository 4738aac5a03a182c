import type { CertificateRow } from '#libs/contracts';
import { mix32, Random, streams } from '../random.js';

/** Adds what one simulated experiment shows to the counters. */
export type Experiment = (random: Random, tally: Float64Array) => void;

/** One thing that is simulated many times. A thread finds it by its name, so the name is its own among all. */
export interface Study {
  readonly name: string;
  /** Simulated experiments of the whole certificate. */
  readonly experiments: number;
  readonly counters: number;
  /** What all experiments share, such as the bounds of a plan, is made once. */
  readonly prepare: () => Experiment;
  readonly rows: (tally: Float64Array, experiments: number) => readonly CertificateRow[];
}

/** Experiments are drawn in this many portions, each with random numbers of its own: any thread may take any of them. */
export const PORTIONS = 16;

/** Experiments under a budget, a multiple of the portions. */
export const experimentsOf = (study: Study, budget: number): number =>
  PORTIONS * Math.max(1, Math.round((study.experiments * budget) / PORTIONS));

/** Counters after one portion: of (seed, name of the study, budget, portion) alone. */
export function portionOf(
  study: Study,
  experiment: Experiment,
  { seed, budget, portion }: { readonly seed: number; readonly budget: number; readonly portion: number },
): Float64Array {
  const random = new Random(seed, streams.certificate, mix32(numberOf(study.name) + portion));
  const tally = new Float64Array(study.counters);
  for (let left = experimentsOf(study, budget) / PORTIONS; left > 0; left -= 1) experiment(random, tally);
  return tally;
}

/** The rows from all portions, added up in their order: sums of shares are the same to the bit. */
export function rowsOf(study: Study, budget: number, portions: readonly Float64Array[]): readonly CertificateRow[] {
  const total = new Float64Array(study.counters);
  for (const tally of portions) tally.forEach((value, index) => (total[index] = (total[index] ?? 0) + value));
  return study.rows(total, experimentsOf(study, budget));
}

/** All portions, here and now. */
export function runStudy(study: Study, options: { readonly seed: number; readonly budget: number }) {
  const experiment = study.prepare();
  const portions = Array.from({ length: PORTIONS }, (_, portion) =>
    portionOf(study, experiment, { ...options, portion }),
  );
  return rowsOf(study, options.budget, portions);
}

/** FNV-1a of Fowler, Noll and Vo, spread over 32 bits. */
function numberOf(name: string): number {
  let hash = 0x811c9dc5;
  for (const letter of name) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return mix32(hash);
}
