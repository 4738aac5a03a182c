import { assign, compileExperiment } from '#libs/bucketing';
import type { CompiledExperiment } from '#libs/bucketing';
import { runningDefinition } from './experiments.js';
import type { PlannedExperiment } from './experiments.js';
import type { Journal } from './journal.js';
import type { Visitor } from './people.js';
import { streams, unitOf } from './random.js';

interface Trial {
  readonly planned: PlannedExperiment;
  readonly compiled: CompiledExperiment;
  readonly bit: number;
}

/** Lets visitors meet the experiments that enrol: by the product's own assignment, so that both agree. */
export class Trials {
  readonly #seed: number;
  readonly #journal: Journal;
  readonly #trials: readonly Trial[];

  constructor(seed: number, journal: Journal, planned: readonly PlannedExperiment[]) {
    this.#seed = seed;
    this.#journal = journal;
    this.#trials = planned.map((each, index) => ({
      planned: each,
      compiled: compileExperiment(runningDefinition(each)),
      bit: 1 << index,
    }));
  }

  /** The first meeting is reported under the anonymous id, which is what was randomised, also after the sign-up. */
  meet(visitor: Visitor, time: number, ip: string): void {
    for (const { planned, compiled, bit } of this.#trials) {
      const { opens, closes, truth } = planned;
      if ((visitor.met & bit) !== 0 || time < opens || time >= closes) continue;
      visitor.met |= bit;
      const { variant } = assign(compiled, visitor.id);
      if (variant === null) continue;
      const treated = variant === truth.treatment;
      if (treated) this.#treat(visitor, planned);
      if (treated && unitOf(this.#seed, streams.lostExposure, visitor.index) < truth.lostExposures) continue;
      const properties = { 'Experiment name': truth.key, 'Variant name': variant, unit_type: 'visitor' };
      this.#journal.event('$experiment_started', visitor.id, { time, ip }, properties);
    }
  }

  #treat(visitor: Visitor, { truth }: PlannedExperiment): void {
    visitor.pledgeFactor *= truth.pledgeFactor;
    visitor.uncharged = Math.max(visitor.uncharged, truth.uncharged);
    visitor.cardLater ||= truth.kind === 'money_loser';
  }
}
