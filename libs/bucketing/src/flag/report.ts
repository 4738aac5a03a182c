import type { TrialDefinition } from './definition.js';
import type { Leaf } from './compile-trial.js';
import type { FlagResult, FlagSource, Run } from './result.js';

/** What the GrowthBook clients make of an experiment's answer. */
export interface RunReport {
  readonly key: string;
  readonly featureId: string | null;
  readonly inExperiment: boolean;
  readonly hashUsed: boolean;
  readonly variationId: number;
  readonly value: unknown;
  readonly hashAttribute: string;
  readonly hashValue: unknown;
  readonly stickyBucketUsed: boolean;
  readonly name?: string;
  readonly bucket?: number;
  readonly passthrough?: boolean;
  readonly leafId?: number;
  readonly variationWeights?: readonly number[];
  readonly banditVersion?: number;
}

/** What the GrowthBook clients make of a flag's answer. */
export interface FlagReport {
  readonly value: unknown;
  readonly on: boolean;
  readonly off: boolean;
  readonly source: FlagSource;
  readonly ruleId: string;
  readonly experiment?: ReportedTrial;
  readonly experimentResult?: RunReport;
}

export type ReportedTrial = TrialDefinition & { readonly contextualBandit?: Leaf };

/** An answer in the form of the clients' `evalFeature`. */
export function reportFlag({ answer, run }: FlagResult): FlagReport {
  const { value, source, ruleId, flag } = answer;
  const on = Boolean(value);
  const plain = { value, on, off: !on, source, ruleId };
  return run === null ? plain : { ...plain, experiment: reportTrial(run), experimentResult: reportRun(run, flag) };
}

/** The experiment as it was for this unit: with the weights of its context, and with the context where it decided. */
function reportTrial({ trial, arm, hashUsed, inExperiment }: Run): ReportedTrial {
  if (arm.leaf === undefined) return trial.definition;
  const weights = arm.weights === undefined ? {} : { weights: arm.weights };
  return { ...trial.definition, ...weights, ...(hashUsed && inExperiment ? { contextualBandit: arm.leaf } : {}) };
}

/** An answer in the form of the clients' `run`. @param flag the flag whose rule it is, null for an experiment that stands alone */
export function reportRun(run: Run, flag: string | null): RunReport {
  const { variation, inExperiment, hashUsed, hashAttribute, hashValue, bucket, reason, arm } = run;
  return {
    key: variation.key,
    featureId: flag,
    inExperiment,
    hashUsed,
    variationId: variation.index,
    value: variation.value,
    hashAttribute,
    hashValue,
    stickyBucketUsed: reason === 'sticky',
    ...(variation.name === undefined ? {} : { name: variation.name }),
    ...(bucket === undefined ? {} : { bucket }),
    ...(variation.passthrough ? { passthrough: true } : {}),
    ...(hashUsed && inExperiment ? arm.leaf : {}),
  };
}
