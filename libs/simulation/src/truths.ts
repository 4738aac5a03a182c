import type { ScaleName } from './scale.js';

/** What a planted experiment was made to be. */
export interface PlantedExperiment {
  readonly key: string;
  readonly kind: 'winner' | 'null' | 'money_loser' | 'broken_split';
  readonly baseline: string;
  readonly treatment: string;
  /** Times the baseline's chance that a visitor pledges; 1 is no effect. */
  readonly pledgeFactor: number;
  /** Chance that a treated pledge cannot be charged at the deadline, where the baseline's is `baselineUncharged`. */
  readonly uncharged: number;
  readonly baselineUncharged: number;
  /** Share of the treatment's visitors whose exposure is never reported. */
  readonly lostExposures: number;
  readonly startedAt: string;
  readonly enrolmentClosedAt?: string;
  readonly stoppedAt?: string;
}

/** One planted scheme with everything that belongs to it. */
export interface PlantedFraud {
  readonly scheme: 'card_testing' | 'stolen_cards' | 'linked_ring' | 'self_backing';
  readonly pledges: readonly string[];
  readonly backers: readonly string[];
  readonly cards: readonly string[];
  readonly devices: readonly string[];
  readonly ips: readonly string[];
  readonly projects: readonly string[];
  readonly from: string;
  readonly to: string;
}

/** Everything that was planted, as plain JSON. */
export interface Truths {
  readonly seed: number;
  readonly scale: ScaleName;
  readonly days: number;
  readonly from: string;
  readonly until: string;
  readonly experiments: readonly PlantedExperiment[];
  readonly fraud: readonly PlantedFraud[];
}
