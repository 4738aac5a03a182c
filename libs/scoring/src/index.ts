export type { Family, FeatureDefinition, FeatureType, FeatureValue, FeatureValues } from './feature.js';
export { featureCatalogue, featuresByName } from './feature-catalogue.js';
export type { CardInputs, FeatureInputs, GeoInputs } from './feature-inputs.js';
export { distributionOf, distributionsOf, leastKnown, percentileOf } from './distribution.js';
export type { FeatureDistribution, FeatureDistributions } from './distribution.js';
export { deriveFeatures } from './derive-features.js';
export { entityNames } from './velocity.js';
export type {
  Aggregate,
  Entities,
  EntityName,
  Observation,
  ObservationKind,
  VelocityDefinition,
  VelocityPoint,
} from './velocity.js';
export { velocityCatalogue } from './velocity-catalogue.js';
export { velocityValues } from './velocity-reference.js';
export { canonicalEmail } from './email.js';
export type { CanonicalEmail } from './email.js';
export { defaultPolicy } from './policy.js';
export type { Policy, RiskLevel, Thresholds } from './policy.js';
export type { CustomInput, RuleAction, RuleProblem, RuleSource } from './rule.js';
export type {
  Disposition,
  DispositionAction,
  DispositionReason,
  ListHit,
  Reason,
  RiskScoreReason,
  RuleActionTaken,
  ScoreAnswer,
} from './answer.js';
export { featuresMarkdown } from './catalogue-markdown.js';
export { looksLikeCardNumber } from './card-number.js';
export { fewestDigits as fewestCardDigits } from './card-text.js';
export { compileRule } from './compile-rule.js';
export { explainRule } from './explain-rule.js';
export type { ExplainedPart, RuleExplanation } from './explain-rule.js';
export type { CompiledRule, RuleCompilation } from './compile-rule.js';
export { customInputProblem } from './rule-environment.js';
export { compileRuleset, emptyRuleset, evaluateRules } from './ruleset.js';
export type { RuleOutcomes, Ruleset, RulesetCompilation } from './ruleset.js';
export { logit } from './model.js';
export type { Model, ModelTerm, Money } from './model.js';
export { priorScorecard } from './prior-scorecard.js';
export { scorecardModel } from './scorecard.js';
export type { Bin, Flag, ScorecardEntry } from './scorecard.js';
export { Backtest, emptyTally } from './backtest.js';
export type { ActionSums, BacktestPledge, BacktestPolicy, BacktestTally, RuleTally } from './backtest.js';
export { addCounts } from './backtest-sums.js';
export type { BacktestLabel, LabelSums, Sums } from './backtest-sums.js';
export { modelScore, score } from './score.js';
export type { ScoreOptions } from './score.js';
