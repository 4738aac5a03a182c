export { CLOCK, newId, systemClock } from './clock.js';
export type { Clock } from './clock.js';
export { appScopes, roles, roleScopes, scopes } from './principal.js';
export type { Principal, Role, ScopeName } from './principal.js';
export { auditQuerySchema, newKeySchema, newPersonSchema, personChangeSchema, signInSchema } from './access.js';
export type { AuditQuery, NewKey, NewPerson, PersonChange, SignIn } from './access.js';
export { jobPayloads, jobQuerySchema } from './job.js';
export type { JobName, JobQuery, JobView } from './job.js';
export { assessmentQuerySchema } from './assessment.js';
export type { Assessment, AssessmentQuery, DispositionAction, ReasonTerm, RiskLevel } from './assessment.js';
export { labels, outcomeCategories, outcomeKinds, outcomeSchema } from './outcome.js';
export type { Label, OutcomeBody, OutcomeCategory, OutcomeKind, OutcomeView } from './outcome.js';
export { backerFactSchema, pledgeIdSchema, projectFactSchema, ratesSchema, scoreRequestSchema } from './pledge.js';
export type { BackerFact, ProjectFact, Rates, ScoreRequest } from './pledge.js';
export { overrideSchema, policySchema } from './policy.js';
export type { PolicyBody, PolicyOverride, PolicyView } from './policy.js';
export { customInputSchema, ruleIdSchema, ruleQuerySchema, ruleSchema } from './rule.js';
export type { CustomInput, RuleAction, RuleBody, RuleQuery, RuleState, RuleView } from './rule.js';
export { bucketDay } from './bucket.js';
export type {
  BucketObject,
  BucketRows,
  BucketTable,
  ClosedBatch,
  EventRow,
  PledgeAssessmentRow,
  PledgeOutcomeRow,
  PledgeRow,
} from './bucket.js';
export { eventLimits, eventNames, eventsBodySchema, refusedQuerySchema } from './event.js';
export type { EventsAnswer, EventsBody, NewEvent, RefusedEvent, RefusedQuery, RefusedView } from './event.js';
export type { Sink, SinkLag, SinkLease } from './sink.js';
export { assignmentRequestSchema, exposureBatchSchema, exposureSchema } from './assignment.js';
export type { AssignmentAnswer, AssignmentRequest, AssignmentView } from './assignment.js';
export type { Exposure, ExposureAnswer, ExposureBatch } from './assignment.js';
export {
  changeQuerySchema,
  decisionSchema,
  experimentActions,
  experimentActionSchema,
  experimentKeySchema,
  experimentPatchSchema,
  experimentQuerySchema,
  experimentStates,
  newExperimentSchema,
  unitTypes,
} from './experiment.js';
export type {
  ChangeQuery,
  Decision,
  ExperimentAction,
  ExperimentActionBody,
  ExperimentChangePage,
  ExperimentChangeView,
  ExperimentPage,
  ExperimentPatch,
  ExperimentPlan,
  ExperimentQuery,
  ExperimentState,
  ExperimentView,
  NewExperiment,
  PlannedUnits,
  UnitType,
} from './experiment.js';
export { metricKeys } from './metric.js';
export type { MetricKey, MetricView } from './metric.js';
export { queryHashSchema } from './readout.js';
export type {
  AbsoluteEffectView,
  EffectView,
  EmptyReadout,
  InsufficientDataView,
  IntervalView,
  MetricReadout,
  MetricVerdict,
  PValueValidity,
  QueryReference,
  QueryView,
  Readout,
  ReadoutNote,
  RefreshAnswer,
  RelativeEffectView,
  SampleRatioView,
  UnboundedEffectView,
  VariantNumbers,
} from './readout.js';
export {
  amountUnits,
  importFormats,
  importKinds,
  importMappingSchema,
  importQuerySchema,
  importStart,
  newImportSchema,
  noCounts,
  quarantineQuerySchema,
} from './import.js';
export type {
  ImportAnswer,
  ImportCounts,
  ImportedFacts,
  ImportedLabel,
  ImportedOutcome,
  ImportedPledge,
  ImportedRow,
  ImportFormat,
  ImportKind,
  ImportMapping,
  ImportPlace,
  ImportPosition,
  ImportQuery,
  ImportReport,
  ImportView,
  NewImport,
  QuarantinedLine,
  QuarantineQuery,
} from './import.js';
