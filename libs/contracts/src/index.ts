export { exampleDay } from './examples.js';
export { plainWords } from './plain-words.js';
export { dayAt, isDay, timeOf } from './calendar.js';
export { growthBookSubjectSchema } from './growthbook.js';
export type {
  GrowthBookAnswers,
  GrowthBookEvalAnswer,
  GrowthBookPayload,
  GrowthBookPayloadAnswer,
  GrowthBookRefusal,
  GrowthBookSubject,
  ReducedFeature,
  ReducedTrack,
} from './growthbook.js';
export { CLOCK, idOf, newId, systemClock } from './clock.js';
export type { Clock } from './clock.js';
export {
  appScopes,
  clientScopes,
  clientScopesAtMost,
  keyEvaluations,
  liveOnlyScopes,
  liveQuerySchema,
  liveSeenBy,
  recordedActor,
  roles,
  roleScopes,
  scopes,
  systemActor,
} from './principal.js';
export type {
  Actor,
  KeyEvaluation,
  LiveQuery,
  Principal,
  RecordedActor,
  Role,
  ScopeName,
  SystemActor,
  TracedPrincipal,
} from './principal.js';
export type * from './difference.js';
export type * from './warning.js';
export * from './schedule.js';
export * from './flag-preview.js';
export {
  auditQuerySchema,
  keyRotationSchema,
  newKeySchema,
  newPersonSchema,
  personChangeSchema,
  signInSchema,
} from './access.js';
export type {
  AuditQuery,
  AuditView,
  KeyMade,
  KeyRotated,
  KeyRotation,
  KeyView,
  NewKey,
  NewPerson,
  PersonChange,
  PersonView,
  SessionView,
  SignIn,
} from './access.js';
export { jobPayloads, jobQuerySchema } from './job.js';
export type { JobName, JobQuery, JobView } from './job.js';
export { assessmentQuerySchema } from './assessment.js';
export type { Assessment, AssessmentQuery, DispositionAction, ReasonTerm, RiskLevel } from './assessment.js';
export { labels, outcomeCategories, outcomeKinds, outcomeSchema } from './outcome.js';
export type { Label, OutcomeBody, OutcomeCategory, OutcomeKind, OutcomeView, PledgeOutcomes } from './outcome.js';
export { backerFactSchema, pledgeIdSchema, projectFactSchema, ratesSchema, scoreRequestSchema } from './pledge.js';
export type { BackerFact, ProjectFact, Rates, ScoreRequest } from './pledge.js';
export { overrideSchema, policySchema } from './policy.js';
export type { PolicyBody, PolicyOverride, PolicyView } from './policy.js';
export { customInputSchema, ruleIdSchema, ruleQuerySchema, ruleSchema } from './rule.js';
export type { CustomInput, RuleAction, RuleBody, RuleQuery, RuleState, RuleView } from './rule.js';
export { minorUnitDigits, minorUnitExponent } from './currency.js';
export { bucketDay, isBucketTable } from './bucket.js';
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
export { entityColumns } from './snapshot.js';
export type { Column, ColumnType, EntityColumn, EntityName, Snapshot } from './snapshot.js';
export {
  newPullSchema,
  pullQuerySchema,
  sourceKeySchema,
  sourceSchema,
  sourceTableNameSchema,
  sourceTableSchema,
} from './source.js';
export type {
  NewPull,
  PullAnswer,
  PullCounts,
  PullQuarantine,
  PullQuery,
  PullView,
  SourceBody,
  SourceColumn,
  SourceEntity,
  SourceKind,
  SourceTableBody,
  SourceTableView,
  SourceView,
  TableFreshness,
} from './source.js';
export { eventLimits, eventNames, eventsBodySchema, refusedQuerySchema } from './event.js';
export type { EventsAnswer, EventsBody, NewEvent, RefusedEvent, RefusedQuery, RefusedView } from './event.js';
export {
  eventListSchema,
  historyCountsSchema,
  historyFacets,
  historyIntervals,
  historyLimits,
  historyRefusedSchema,
  historyRelatedSchema,
  historySearchSchema,
  historyShares,
  historyTimelineSchema,
} from './history.js';
export type {
  EventListQuery,
  HistoryCountsQuery,
  HistoryEntity,
  HistoryFacet,
  HistoryInterval,
  HistoryKind,
  HistoryRefusedQuery,
  HistoryRelatedQuery,
  HistorySearchQuery,
  HistoryShare,
  HistoryTimelineQuery,
} from './history.js';
export type {
  HistoryCountsView,
  HistoryItem,
  HistoryPage,
  HistoryRange,
  HistoryRefusedView,
  HistoryRelatedView,
  HistoryRelative,
  HistorySearchPage,
  HistoryShared,
  HistoryValueCount,
} from './history-view.js';
export type { Sink, SinkLag, SinkLease } from './sink.js';
export { assignmentRequestSchema, exposureBatchSchema, exposureSchema } from './assignment.js';
export type { AssignmentAnswer, AssignmentRequest, AssignmentView } from './assignment.js';
export type { Exposure, ExposureAnswer, ExposureBatch } from './assignment.js';
export * from './experiment.js';
export { holdoutSchema } from './holdout.js';
export type { HoldoutAction, HoldoutBody, HoldoutPage, HoldoutView } from './holdout.js';
export type { HeldPart, LayerHolder, LayerList, LayerView } from './layer.js';
export { evaluationRequestSchema } from './evaluation.js';
export { contextLimits, ofrepRefetchSchema, ofrepRequestSchema, ofrepStreamSchema } from './ofrep.js';
export type {
  OfrepAnswer,
  OfrepBulk,
  OfrepBulkAnswer,
  OfrepErrorCode,
  OfrepExposure,
  OfrepFailure,
  OfrepReason,
  OfrepRefetch,
  OfrepRequest,
  OfrepStreamQuery,
  OfrepSuccess,
} from './ofrep.js';
export type { EvaluationAnswer, EvaluationRequest } from './evaluation.js';
export * from './flag.js';
export { attributeNameSchema, attributeSchema, savedGroupKeySchema, savedGroupSchema } from './saved-group.js';
export type { AttributeBody, AttributeView, SavedGroupBody, SavedGroupView } from './saved-group.js';
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
  PeopleView,
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
export type { FolderLocation, ObjectLocation, S3Location } from './object-location.js';
export {
  newRunSchema,
  parameterTypes,
  querySchema,
  questionListSchema,
  questionSchema,
  relationSchema,
  runNoteSchema,
  runRowsQuerySchema,
} from './question.js';
export type {
  NewQuestionRun,
  PublicationView,
  QueryBody,
  QuestionBody,
  QuestionListQuery,
  QuestionParameter,
  QuestionValue,
  QuestionView,
  RunNote,
  RunNoteBody,
  RunRows,
  RunRowsQuery,
  RunState,
  RunView,
} from './question.js';
export type {
  JobAnswer,
  SeenUnits,
  WarehouseQuarantine,
  WarehouseReport,
  WarehouseTable,
  WarehouseView,
} from './warehouse.js';
export { revisionSchema } from './replay.js';
export type { ReplayDifference, ReplayedPart, ReplayView } from './replay.js';
export { reportListSchema, reportSchema } from './report.js';
export type { ReportKind, ReportWarning, ReportListQuery, ReportRequest, ReportView } from './report.js';
export { backfillSchema, derivedTables } from './derived.js';
export type { Backfill, DerivedTable } from './derived.js';
export { geoKinds, geoLoadListSchema, mostSingleAddresses, newGeoLoadSchema } from './geo.js';
export type { GeoKind, GeoLoadCounts, GeoLoadFile, GeoLoadList, GeoLoadView, NewGeoLoad } from './geo.js';
