import type {
  Assessment,
  FactDetail,
  FactVersionView,
  FactView,
  JobView,
  MetricDetail,
  MetricVersionView,
  MetricView,
  PledgeOutcomes,
  PublicationView,
  QuestionView,
  ReportView,
  RunView,
  WarehouseView,
} from '#libs/contracts';

/** A contract as JSON carries it: times are text. */
export type Json<T> = T extends Date ? string : T extends object ? { readonly [Key in keyof T]: Json<T[Key]> } : T;

export type Job = Json<JobView>;

export type Question = Json<QuestionView>;

export type Run = Json<RunView>;

export type Fact = Json<FactView>;

export type FactPageData = Json<FactDetail>;

export type FactVersion = Json<FactVersionView>;

export type Metric = Json<MetricView>;

export type MetricPageData = Json<MetricDetail>;

export type MetricVersion = Json<MetricVersionView>;

export type Report = Json<ReportView>;

export type Publication = Json<PublicationView>;

export type WarehouseStatus = Json<WarehouseView>;

/** `GET /v1/assessments` */
export interface AssessmentPage {
  readonly assessments: readonly Assessment[];
  readonly next_cursor: string | null;
}

/** `GET /v1/pledges/{id}/assessment`: the latest revision, and every revision, newest first. */
export type PledgeAssessment = Assessment & { readonly history: readonly Assessment[] };

export type Outcomes = Json<PledgeOutcomes>;

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
