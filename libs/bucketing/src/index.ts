export { isObject } from './condition/coerce.js';
export type { ConditionDefinition, SavedGroupDefinition } from './condition/condition.js';
export { compileSavedGroups } from './condition/saved-group.js';
export { validateCondition } from './condition/validate-condition.js';
export type { KnownNames } from './condition/validate-condition.js';
export type { Assignment, AssignmentReason } from './experiment/answer.js';
export { assign, compileExperiment, seedOf } from './experiment/assignment.js';
export type { CompiledExperiment } from './experiment/assignment.js';
export type {
  ExperimentDefinition,
  ExperimentState,
  HoldoutGate,
  LayerPart,
  StickyDefinition,
  UnitType,
  VariantDefinition,
} from './experiment/definition.js';
export { canForce, holdsOut, layerSeed } from './experiment/gate.js';
export { compileSnapshot } from './experiment/snapshot.js';
export type { CompiledSnapshot } from './experiment/snapshot.js';
export { assignSticky } from './experiment/sticky-assignment.js';
export type { Units } from './experiment/sticky-assignment.js';
export { addUpToOne, isPart, isShare, validateDefinition } from './experiment/validate-definition.js';
export type { DefinitionProblem } from './experiment/validate-definition.js';
export { compileFlag } from './flag/compile-flag.js';
export type { CompiledFlag } from './flag/compile-flag.js';
export { compileTrial } from './flag/compile-trial.js';
export type { CompiledTrial, Variation } from './flag/compile-trial.js';
export type {
  BanditDefinition,
  FilterDefinition,
  FlagDefinition,
  FlagRuleDefinition,
  PayloadDefinition,
  PrerequisiteDefinition,
  TrialDefinition,
} from './flag/definition.js';
export { Evaluation } from './flag/evaluation.js';
export { compilePayload, meetsCondition } from './flag/payload.js';
export type { CompiledPayload } from './flag/payload.js';
export { reportFlag, reportRun } from './flag/report.js';
export type { FlagReport, ReportedTrial, RunReport } from './flag/report.js';
export { isBandit } from './flag/result.js';
export type { FlagAnswer, FlagResult, FlagSource, Run, RunReason } from './flag/result.js';
export { hashedText } from './flag/subject.js';
export type { Subject } from './flag/subject.js';
export { positionOf, seedHash } from './hash/hash.js';
export type { HashVersion, SeededHash } from './hash/hash.js';
export { bucketRanges, chooseVariant, equalWeights } from './hash/ranges.js';
export type { BucketRange } from './hash/ranges.js';
export { StickyBuckets, stickyKey, stickyValue } from './sticky/sticky-buckets.js';
export type { StickyAssignment, StickyDocument } from './sticky/sticky-buckets.js';
