export { AUDIT_CHAIN_SCHEDULE, AuditChainHandler, auditChainSchedule } from './audit/audit-chain.handler.js';
export { AuditVerifier } from './audit/audit-verifier.js';
export { AssessmentService } from './assessment/assessment.service.js';
export type { AssessmentPage } from './assessment/assessment.service.js';
export type { AssessmentRow } from './assessment/assessment-row.js';
export { BacktestHandler } from './backtest/backtest.handler.js';
export { BacktestService } from './backtest/backtest.service.js';
export { ChangeService } from './brake/change.service.js';
export { ChangeTaker } from './brake/change-taker.js';
export { Expectations } from './brake/expectation.js';
export { ReviewGate } from './brake/review-gate.js';
export {
  countBrakedRules,
  RULE_BRAKE_SCHEDULE,
  RuleBrakeHandler,
  ruleBrakeSchedule,
} from './brake/rule-brake.handler.js';
export type { Configuration, ConfigurationRows } from './configuration/configuration.js';
export { ConfigurationFigures } from './configuration/configuration-figures.js';
export { ConfigurationService } from './configuration/configuration.service.js';
export {
  DISTRIBUTION_SCHEDULE,
  DistributionHandler,
  distributionSchedule,
} from './distribution/distribution.handler.js';
export {
  countUnequal,
  EQUALITY_CHECK_SCHEDULE,
  EqualityCheckHandler,
  equalityCheckSchedule,
} from './equality/equality-check.handler.js';
export { GeoHistory } from './geo/geo-history.js';
export { livePlaces, PLEDGE_PLACES } from './geo/places.js';
export { FactService } from './fact/fact.service.js';
export type { BackerRow, ProjectRow, RateRows } from './fact/fact.service.js';
export type { RateRow } from './money/rate-table.js';
export { LateRescoreHandler } from './late-signal/late-rescore.handler.js';
export { LATE_RESCORE_SCHEDULE, lateRescoreSchedule } from './late-signal/late-rescore.schedule.js';
export { ModelService } from './model/model.service.js';
export { ModelTrainHandler } from './model/model-train.handler.js';
export { namedModel } from './model/named-model.js';
export { OutcomeObserver } from './outcome/outcome-observer.js';
export { OutcomeService } from './outcome/outcome.service.js';
export { PolicyService } from './policy/policy.service.js';
export { DryRunService } from './rule/dry-run.service.js';
export { ListService } from './list/list.service.js';
export { RulesetService } from './rule/ruleset.service.js';
export { RuleService } from './rule/rule.service.js';
export { SnoozeService } from './rule/snooze.service.js';
export { EqualityCheck } from './replay/equality.js';
export type { EqualityCounts, UnequalValue } from './replay/equality.js';
export { ReplayService } from './replay/replay.service.js';
export { CaseService } from './review/case.service.js';
export { CollectionCheckService } from './review/collection-check.service.js';
export { Rescorer } from './review/rescorer.js';
export { EntityReviewService } from './review/entity-review.service.js';
export { FlipService } from './review/flip.service.js';
export { DecisionConsequences } from './review/decision-consequences.js';
export { DecisionLabels } from './review/decision-labels.js';
export { DecisionTaker } from './review/decision-taker.js';
export { EffectService } from './review/effect.service.js';
export { NoteService } from './review/note.service.js';
export { WEBHOOK_SEND_SCHEDULE, WebhookSendHandler, webhookSendSchedule } from './review/webhook-send.handler.js';
export { WebhookService } from './review/webhook.service.js';
export { DecisionReader } from './review/decision-reader.js';
export { DecisionService } from './review/decision.service.js';
export { DecisionWriter } from './review/decision-writer.js';
export { QueueService } from './review/queue.service.js';
export { REVIEW_RUN_SCHEDULE, ReviewRunHandler, reviewRunSchedule } from './review/review-run.handler.js';
export { ShadowService } from './shadow/shadow.service.js';
export { Lookups } from './score/lookups.js';
export { BatchScoringService } from './score/batch-scoring.service.js';
export type { ScoredBatch, ScoredItem } from './score/batch-scoring.service.js';
export { Recorder } from './score/recorder.js';
export { ScoringFigures } from './score/scoring-figures.js';
export { ScoringService } from './score/scoring.service.js';
export { SCORING_DATABASE, SCORING_SPOOL } from './score/tokens.js';
export { AssessmentWriter } from './score/writer.js';
export type { Unstored } from './score/writer.js';
export { LiveVelocity } from './velocity/live-velocity.js';
export { liveOrigin } from './velocity/observation.js';
export type { Sighted, Sighting } from './velocity/observation.js';
export { compilePlan } from './velocity/plan.js';
export { VelocityKeeper } from './velocity/velocity-keeper.js';
export { VelocityStore } from './velocity/velocity-store.js';
export { compileVelocityQueries, velocityStatement } from './import/velocity-sql.js';
export type { VelocityQuery } from './import/velocity-sql.js';
export { PledgeImporter } from './import/pledge-importer.js';
export type { ImportRun, Stage } from './import/pledge-importer.js';
export { cardPayments, readCardPayments } from './protocol/card-payments.js';
export type { CardPayment } from './protocol/card-payments.js';
export { Protocol } from './protocol/protocol.js';
export type { ProtocolFeatures, ProtocolFigures, ProtocolOptions } from './protocol/protocol.js';
