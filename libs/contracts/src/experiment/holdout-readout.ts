import type { AbsoluteEffectView, InsufficientDataView, RelativeEffectView, UnboundedEffectView } from './effect.js';
import type { ExperimentState } from './experiment.js';
import type { EmptyReadout, Readout } from './readout.js';

/** What one experiment within a holdout came to. */
export interface HoldoutMember {
  readonly experiment: string;
  readonly state: ExperimentState;
  /** What everybody but who is held out gets since its decision: a treatment; null where nothing was shipped. */
  readonly shipped: string | null;
  readonly decided_at: string | null;
}

/** The lifts that the experiments showed one by one, multiplied: what they promise to do together. */
export interface PromisedLift {
  readonly kind: 'promised';
  readonly experiments: readonly string[];
  readonly lift: number;
  readonly standard_error: number;
}

/** What all that was shipped did together, on one metric: units that have it against those that were held out. */
export interface HoldoutEffect {
  readonly metric: string;
  readonly version: number;
  readonly units: { readonly held_out: number; readonly in: number };
  readonly absolute: AbsoluteEffectView | InsufficientDataView;
  readonly relative: RelativeEffectView | UnboundedEffectView | InsufficientDataView;
  readonly promised: PromisedLift | InsufficientDataView;
  /** Shipped without a lift on this metric that could be counted, and why. */
  readonly uncounted: readonly { readonly experiment: string; readonly why: string }[];
  readonly text: string;
}

/** `GET /v1/holdouts/{key}/results` */
export interface HoldoutReadout {
  readonly holdout: string;
  readonly members: readonly HoldoutMember[];
  /** Empty until the warehouse has been read; why none of them can be trusted is in `broken`. */
  readonly effects: readonly HoldoutEffect[];
  readonly broken: string | null;
  /** That of the holdout as an experiment, with its notes, its split and the queries. */
  readonly readout: Readout | EmptyReadout;
}
