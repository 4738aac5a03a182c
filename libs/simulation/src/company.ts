import type {
  BackerRow,
  OutcomeRow,
  PledgeRow,
  ProjectRow,
  RateRow,
  SimulatedEvent,
  SimulatedRecord,
} from './records.js';
import type { Truths } from './truths.js';
import type { ScaleName } from './scale.js';
import type { SimulatedExperiment } from './experiments.js';

export interface CompanyOptions {
  /** Any integer: the whole history follows from it. */
  readonly seed: number;
  /** Length of the history; the first experiment's windows close after 81 days, so 85 is usual. */
  readonly days: number;
  readonly scale: ScaleName;
  /** The UTC midnight at which the history ends (exclusive). */
  readonly until: Date;
}

/** A company's history. Each call of a generator tells the same history again from its beginning, in bounded memory. */
export interface SimulatedCompany {
  readonly truths: Truths;
  readonly experiments: readonly SimulatedExperiment[];
  readonly from: Date;
  readonly until: Date;
  /** About how many records `records()` yields: for a progress bar. */
  readonly expectedRecords: number;
  /** Everything in order of time: one pass. The other generators are this one, filtered. */
  records(): Generator<SimulatedRecord>;
  rates(): Generator<RateRow>;
  /** A project comes at its launch and again when its state changes. */
  projects(): Generator<ProjectRow>;
  backers(): Generator<BackerRow>;
  pledges(): Generator<PledgeRow>;
  outcomes(): Generator<OutcomeRow>;
  events(): Generator<SimulatedEvent>;
}

export type SimulateCompany = (options: CompanyOptions) => SimulatedCompany;
