/** An experiment as an analyst would create it in the product. Times are RFC 3339 in UTC. */
export interface SimulatedExperiment {
  readonly key: string;
  readonly hypothesis: string;
  readonly unit: 'visitor';
  readonly salt: string;
  readonly variants: readonly { readonly key: string; readonly weight: number }[];
  readonly coverage: number;
  /** The variant that paused or uncovered units get, and the one that others are compared with. */
  readonly baseline: string;
  readonly metrics: readonly MetricKey[];
  readonly startedAt: string;
  readonly enrolmentClosedAt?: string;
  readonly stoppedAt?: string;
}

export type MetricKey = 'pledge_conversion' | 'pledged_per_visitor' | 'collected_per_visitor';
