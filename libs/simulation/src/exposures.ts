import { assign, compileExperiment } from '#libs/bucketing';
import type { CompiledExperiment } from '#libs/bucketing';
import { runningDefinition } from './experiments.js';
import type { PlannedExperiment } from './experiments.js';
import type { Journal, Place } from './journal.js';
import type { Visitor } from './people.js';
import { streams, unitOf } from './random.js';

interface Planned {
  readonly planned: PlannedExperiment;
  readonly compiled: CompiledExperiment;
  readonly bit: number;
}

/** Of backers who come back, the share with another browser. */
const OTHER_BROWSERS = 0.15;
/** Beside the bits of the experiments: whether that has been asked. */
const ELSEWHERE = 1 << 30;

/** Lets visitors meet the experiments that enrol: by the product's own assignment, so that both agree. */
export class Exposures {
  readonly #seed: number;
  readonly #journal: Journal;
  readonly #experiments: readonly Planned[];

  constructor(seed: number, journal: Journal, planned: readonly PlannedExperiment[]) {
    this.#seed = seed;
    this.#journal = journal;
    this.#experiments = planned.map((each, index) => ({
      planned: each,
      compiled: compileExperiment(runningDefinition(each)),
      bit: 1 << index,
    }));
  }

  /** The first meeting is reported under the anonymous id, which is what was randomised, also after the sign-up. */
  meet(visitor: Visitor, time: number, ip: string): void {
    for (const { planned, compiled, bit } of this.#experiments) {
      const { opens, closes, truth } = planned;
      if ((visitor.met & bit) !== 0 || time < opens || time >= closes) continue;
      visitor.met |= bit;
      const { variant } = assign(compiled, visitor.id);
      if (variant === null) continue;
      const treated = variant === truth.treatment;
      if (treated) this.#treat(visitor, planned);
      if (treated && unitOf(this.#seed, streams.lostExposure, visitor.index) < truth.lostExposures) continue;
      this.#expose(planned, variant, visitor.id, { time, ip });
    }
  }

  /**
   * Some backers who come back have signed in on another browser too: the same person, and another visitor, who may meet
   * the other variant. What she does there is what she did.
   */
  meetElsewhere(visitor: Visitor, backerId: string, visitorId: string, { time, ip }: Place): void {
    if ((visitor.met & ELSEWHERE) !== 0) return;
    visitor.met |= ELSEWHERE;
    if (unitOf(this.#seed, streams.otherBrowser, visitor.index) >= OTHER_BROWSERS) return;
    this.#journal.signIn(backerId, visitorId, { time, ip });
    for (const { planned, compiled } of this.#experiments) {
      const { variant } = assign(compiled, visitorId);
      if (time >= planned.opens && time < planned.closes && variant !== null)
        this.#expose(planned, variant, visitorId, { time, ip });
    }
  }

  #expose({ truth }: PlannedExperiment, variant: string, visitorId: string, place: Place): void {
    const properties = { 'Experiment name': truth.key, 'Variant name': variant, unit_type: 'visitor' };
    this.#journal.event('$experiment_started', visitorId, place, properties);
  }

  #treat(visitor: Visitor, { truth }: PlannedExperiment): void {
    visitor.pledgeFactor *= truth.pledgeFactor;
    visitor.uncharged = Math.max(visitor.uncharged, truth.uncharged);
    visitor.cardLater ||= truth.kind === 'money_loser';
  }
}
