import type { SimulatedExperiment } from './experiments.js';
import { History } from './history.js';
import { planHistory } from './plans.js';
import type { CompanyOptions, Plans } from './plans.js';
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

const RECORDS_A_VISITOR = 6.3;

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

/**
 * Makes a crowdfunding company up: what was planted is decided here, the history is told by the generators.
 *
 * @throws RangeError if the seed is no integer, the days are not 21 to 1000, or `until` is no UTC midnight
 */
export function simulateCompany(options: CompanyOptions): SimulatedCompany {
  const plans = planHistory(options);
  const records = (): Generator<SimulatedRecord> => new History(plans).records();
  return {
    truths: truthsOf(options, plans),
    experiments: plans.experiments.map(({ definition }) => definition),
    from: new Date(plans.from),
    until: new Date(plans.until),
    expectedRecords: Math.round(plans.visitors * RECORDS_A_VISITOR),
    records,
    rates: () => only(records(), 'rate'),
    projects: () => only(records(), 'project'),
    backers: () => only(records(), 'backer'),
    pledges: () => only(records(), 'pledge'),
    outcomes: () => only(records(), 'outcome'),
    events: () => only(records(), 'event'),
  };
}

type RowOf<Kind extends SimulatedRecord['kind']> = Extract<SimulatedRecord, { kind: Kind }>['row'];

function* only<Kind extends SimulatedRecord['kind']>(
  records: Generator<SimulatedRecord>,
  kind: Kind,
): Generator<RowOf<Kind>> {
  // The row's type follows from the kind, which the compiler does not see through a type parameter.
  for (const record of records) if (record.kind === kind) yield record.row as RowOf<Kind>;
}

function truthsOf({ seed, days, scale }: CompanyOptions, { from, until, experiments, fraud }: Plans): Truths {
  return {
    seed,
    scale,
    days,
    from: new Date(from).toISOString(),
    until: new Date(until).toISOString(),
    experiments: experiments.map(({ truth }) => truth),
    fraud: fraud.map(({ truth }) => truth),
  };
}
