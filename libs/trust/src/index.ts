export { AssessmentService } from './assessment/assessment.service.js';
export type { AssessmentPage } from './assessment/assessment.service.js';
export type { AssessmentRow } from './assessment/assessment-row.js';
export type { Configuration, ConfigurationRows } from './configuration/configuration.js';
export { ConfigurationFigures } from './configuration/configuration-figures.js';
export { ConfigurationService } from './configuration/configuration.service.js';
export {
  DISTRIBUTION_SCHEDULE,
  DistributionHandler,
  distributionSchedule,
} from './distribution/distribution.handler.js';
export { FactService } from './fact/fact.service.js';
export type { BackerRow, ProjectRow, RateRows } from './fact/fact.service.js';
export type { RateRow } from './money/rate-table.js';
export { OutcomeObserver } from './outcome/outcome-observer.js';
export { OutcomeService } from './outcome/outcome.service.js';
export { PolicyService } from './policy/policy.service.js';
export { RuleService } from './rule/rule.service.js';
export { ReplayService } from './replay/replay.service.js';
export { Lookups } from './score/lookups.js';
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
