import type { Assessment, JobView } from '#libs/contracts';

/** A contract as JSON carries it: times are text. */
export type Json<T> = T extends Date ? string : T extends object ? { readonly [Key in keyof T]: Json<T[Key]> } : T;

export type Job = Json<JobView>;

/** `GET /v1/assessments` */
export interface AssessmentPage {
  readonly assessments: readonly Assessment[];
  readonly next_cursor: string | null;
}

/** `GET /v1/pledges/{id}/assessment`: the latest revision, and every revision, newest first. */
export type PledgeAssessment = Assessment & { readonly history: readonly Assessment[] };

/** `GET /v1/audit` */
export interface AuditEntry {
  readonly id: string | number;
  readonly at: string;
  readonly actor_kind: 'person' | 'key' | 'system';
  readonly actor_id: string;
  readonly actor_name: string;
  readonly action: string;
  readonly subject_kind: string;
  readonly subject_id: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly request_id: string | null;
}

/** `GET /health/ready` */
export interface Readiness {
  readonly status: string;
  readonly degraded: readonly string[];
  readonly down: readonly string[];
}

/** `GET /v1/queries/{hash}` */
export interface QueryText {
  readonly hash: string;
  readonly text: string;
}

export type ExperimentState = 'draft' | 'running' | 'closed' | 'paused' | 'stopped' | 'decided';

/** `GET /v1/experiments/{key}`; the list has the same of each. */
export interface Experiment {
  readonly key: string;
  readonly name: string;
  readonly hypothesis: string | null;
  readonly unit: 'visitor' | 'backer' | 'project';
  readonly state: ExperimentState;
  readonly variants: readonly { readonly key: string; readonly weight: number }[];
  /** Key of the variant that is the product as it was. */
  readonly baseline: string;
  readonly coverage: number;
  readonly salt: string;
  readonly primary_metric: string;
  readonly metrics: readonly string[];
  readonly decided_variant: string | null;
  /** Units a variant that the stated effect needs; null when none was stated. */
  readonly sample_size: number | null;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly closed_at: string | null;
  readonly stopped_at: string | null;
}

/** An estimate with its 95 % interval, or one sentence why there is none. */
export type Effect =
  | {
      readonly kind: 'estimate';
      readonly estimate: number;
      readonly lower: number;
      readonly upper: number;
      readonly p_value: number;
    }
  | { readonly kind: 'unbounded'; readonly estimate: number; readonly p_value: number; readonly excludes_zero: boolean }
  | { readonly kind: 'insufficient_data'; readonly detail: string };

export interface VariantResult {
  readonly variant: string;
  readonly n: number;
  readonly mean: number | null;
  /** Against the baseline; null for the baseline itself. */
  readonly absolute: Effect | null;
  readonly relative: Effect | null;
}

export interface MetricResult {
  readonly metric: string;
  readonly name: string;
  readonly kind: 'proportion' | 'mean';
  /** What a mean counts: `money` in minor units of the company's currency. */
  readonly unit: 'money' | 'count' | 'share';
  readonly direction: 'increase' | 'decrease';
  readonly primary: boolean;
  readonly window_days: number;
  /** `closed`: only units whose window has ended; `so_far`: numbers that still change, no verdict. */
  readonly maturity: 'closed' | 'so_far';
  readonly query_hash: string;
  readonly variants: readonly VariantResult[];
}

/** `GET /v1/experiments/{key}/results` */
export interface Readout {
  readonly experiment: string;
  /** When the warehouse was asked; null: never yet. */
  readonly computed_at: string | null;
  readonly split: {
    readonly status: 'ok' | 'mismatch' | 'insufficient_data';
    readonly p_value: number | null;
    readonly query_hash: string | null;
    readonly variants: readonly { readonly variant: string; readonly units: number; readonly expected: number }[];
  };
  readonly metrics: readonly MetricResult[];
  readonly notes: readonly { readonly code: string; readonly text: string }[];
}
