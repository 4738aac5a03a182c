export { chiSquareUpperTail, normalCdf, normalQuantile, studentTwoSidedP } from './distributions.js';
export type { RelativeEffect, UnboundedEffect } from './fieller.js';
export { midP } from './mid-p.js';
export type { ProportionCounts } from './mid-p.js';
export { benjaminiHochbergAdjust, holmAdjust } from './multiple-testing.js';
export type { AdjustedPValues } from './multiple-testing.js';
export { isInsufficient } from './outcome.js';
export type { InsufficiencyReason, InsufficientData, Interval, Outcome } from './outcome.js';
export { relativeProportionEffect, twoProportionTest } from './proportion-test.js';
export type { ProportionDifference } from './proportion-test.js';
export { areaUnderRoc, averagePrecision } from './ranking.js';
export type { RankingQuality } from './ranking.js';
export { deltaMethodInterval, fiellerInterval } from './relative-effect.js';
export type { RelativeOptions } from './relative-effect.js';
export { sampleRatioTest } from './sample-ratio-test.js';
export { stratifiedSampleRatio } from './stratified-sample-ratio.js';
export type { PlannedCounts } from './stratified-sample-ratio.js';
export type { SampleRatio } from './sample-ratio-test.js';
export { sampleSizeForMeans, sampleSizeForProportions } from './sample-size.js';
export type { DesignOptions, MinimumEffect, PlannedLooks, SampleSize } from './sample-size.js';
export { statisticsFromExact, statisticsFromProportion, statisticsFromSums } from './sample-statistics.js';
export type { ExactSums, SampleStatistics, Sums } from './sample-statistics.js';
export { mergedSamples } from './merged-samples.js';
export { welchTest } from './welch-test.js';
export type { MeanDifference, TestOptions } from './welch-test.js';
export { adjustedInference } from './group-sequential/adjusted-inference.js';
export type { AdjustedInference } from './group-sequential/adjusted-inference.js';
export { crossingProbabilities, inflationOf } from './group-sequential/crossing.js';
export type { Crossing, Inflation } from './group-sequential/crossing.js';
export { sequentialDesign } from './group-sequential/design.js';
export type { SequentialDesign, SequentialLook, SequentialPlan } from './group-sequential/design.js';
export { futilityBounds } from './group-sequential/futility.js';
export type { FutilityBounds, FutilityPlan } from './group-sequential/futility.js';
export { sequentialTest } from './group-sequential/sequential-test.js';
export type { SequentialReadout } from './group-sequential/sequential-test.js';
export { spentLevel } from './group-sequential/spending.js';
export type { Spending } from './group-sequential/spending.js';
export {
  confidenceSequence,
  confidenceSequenceLimit,
  relativeConfidenceSequence,
} from './always-valid/confidence-sequence.js';
export type { SequenceDifference, SequenceLimit, SequenceOptions } from './always-valid/confidence-sequence.js';
export { sequenceInflation } from './always-valid/sequence-inflation.js';
export type { SequenceInflation } from './always-valid/sequence-inflation.js';
export { normalMixtureBound } from './always-valid/mixture-bound.js';
export type { MixtureBound, MixtureOptions } from './always-valid/mixture-bound.js';
export type { Tuning } from './always-valid/tuning.js';
export { DEFAULT_PRIOR, posteriorLift } from './posterior.js';
export type { Posterior, PosteriorOptions, Prior } from './posterior.js';
export { combined, jointFromExact, jointFromSums } from './joint-statistics.js';
export type { JointStatistics, JointSums } from './joint-statistics.js';
export { nonInferiority } from './non-inferiority.js';
export type { Guardrail, GuardrailOptions } from './non-inferiority.js';
export { oneSidedWelchTest } from './one-sided.js';
export type { Alternative, OneSidedDifference } from './one-sided.js';
export { ratioStatistics } from './ratio-metric.js';
export { cuped, cupedRatio } from './cuped.js';
export type { CupedAdjustment } from './cuped.js';
export { interactionAdjusted } from './interaction-adjusted.js';
export type { AdjustedPair } from './interaction-adjusted.js';
export { phaseWeighted } from './phase-weighted.js';
export { postStratified } from './post-stratification.js';
export type { Stratum } from './post-stratification.js';
export { bonferroniIntervals, falseCoverageIntervals, holmIntervals } from './simultaneous-intervals.js';
export type { Comparison, JointEffect, JointEffects } from './simultaneous-intervals.js';
export { segmentSampleRatios, sequentialSampleRatio } from './sequential-sample-ratio.js';
export type {
  Arrivals,
  RatioSegment,
  SegmentAlarm,
  SequentialRatioOptions,
  SequentialSampleRatio,
} from './sequential-sample-ratio.js';
export { clusteredMean, crossedClusters } from './clusters.js';
export type { ClusteredMean, CrossedClusters } from './clusters.js';
export { quantileFrom, quantileRanks } from './quantile.js';
export type { Quantile, QuantileOptions, QuantileRanks } from './quantile.js';
export { detectableMeanEffect, detectableShareEffect, fixedPower } from './detectable-effect.js';
export type { DetectableEffect, DetectionOptions, Power } from './detectable-effect.js';
export { durationOf } from './duration.js';
export type { Duration } from './duration.js';
export { conditionalPower } from './group-sequential/conditional-power.js';
export type { ConditionalPower, Standing } from './group-sequential/conditional-power.js';
export { contrastOf } from './contrast.js';
export type { Contrast } from './contrast.js';
export { welchComparison } from './welch-comparison.js';
export type { MeanComparison } from './welch-comparison.js';
export { homogeneityTest } from './homogeneity.js';
export type { Homogeneity, KnownEffect } from './homogeneity.js';
export { comparisonsOf, heterogeneousEffects } from './heterogeneity.js';
export type { HeterogeneousEffects, LeftOut, LevelEffect } from './heterogeneity.js';
export { preperiodBalance } from './balance.js';
export type { Balance, CovariateBalance } from './balance.js';
export { interactionOf, interactionScan } from './interaction.js';
export type {
  Cells,
  ExperimentPair,
  Interaction,
  InteractionContrast,
  InteractionScan,
  ScannedPair,
} from './interaction.js';
export { effectTrend, repeatedUnitsTrend } from './novelty.js';
export type { DayEffect, EffectTrend, ExposureDay } from './novelty.js';
export { matureOnly, soFar } from './maturity/cohort.js';
export type { Cohort, ValueByAge } from './maturity/cohort.js';
export { maturityCurve } from './maturity/maturity-curve.js';
export type { MaturityCurve, MaturityPoint } from './maturity/maturity-curve.js';
export { forecastMean, maturingEffect } from './maturity/forecast.js';
export type { Forecast, MaturingEffect, MaturityOptions } from './maturity/forecast.js';
export { capAtLook, cappedEffect } from './capping.js';
export type { Cap, CappedEffect, CappedSample, CapRule, CapShare } from './capping.js';
export { exclusionBias } from './exclusion-bias.js';
export type { ExcludedValues, ExclusionBias, ReducedSample } from './exclusion-bias.js';
export { aaCertificate, sumsOfUnit } from './aa-certificate.js';
export type { AaCertificate, CertificateOptions, RandomisedGroup } from './aa-certificate.js';
export { spreadOfEffects } from './spread.js';
export type { EffectSpread } from './spread.js';
export { shrunkenEffects } from './shrinkage.js';
export type { ShrunkenEffect, ShrunkenEffects } from './shrinkage.js';
export { normalApproximation, skewnessFromExact } from './normal-approximation.js';
export type { NormalApproximation, Skewness } from './normal-approximation.js';
