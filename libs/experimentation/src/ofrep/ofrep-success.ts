import type { FlagResult } from '#libs/bucketing';
import type { FlagContent, OfrepReason, OfrepSuccess } from '#libs/contracts';
import type { Snapshot } from '../snapshot/snapshot.js';

/** What a flag gives, in the protocol's words. */
export function ofrepSuccess(result: FlagResult, snapshot: Snapshot): OfrepSuccess {
  const { answer, run } = result;
  const { flag: key, value, source, ruleId, variation } = answer;
  return {
    key,
    // Null is what a flag gives that gives nothing.
    ...(value === null || value === undefined ? {} : { value }),
    reason: reasonOf(result, snapshot.flags.contents.get(key)),
    ...(variation === null ? {} : { variant: variation.key }),
    metadata: {
      source,
      ...(ruleId === '' ? {} : { rule: ruleId }),
      ...(run === null ? {} : metadataOf(run, snapshot)),
      // The request asked for a variant.
      ...(source === 'override' ? { in_analysis: false } : {}),
      configuration_version: snapshot.compiled.version,
    },
  };
}

function reasonOf({ answer, run }: FlagResult, content: FlagContent | undefined): OfrepReason {
  switch (answer.source) {
    case 'defaultValue':
      return content?.archived === true ? 'DISABLED' : 'STATIC';
    case 'prerequisite':
      return 'DISABLED';
    case 'experiment':
      return run?.hashUsed === true ? 'SPLIT' : 'TARGETING_MATCH';
    case 'force':
      return content?.rules.find(({ id }) => id === answer.ruleId)?.kind === 'rollout' ? 'SPLIT' : 'TARGETING_MATCH';
    case 'override':
      return 'TARGETING_MATCH';
    case 'cyclicPrerequisite':
    case 'unknownFeature':
      return 'UNKNOWN';
  }
}

/** All that a client needs to report the exposure, beside the variant. */
function metadataOf(
  { trial, reason, hashUsed, hashAttribute }: NonNullable<FlagResult['run']>,
  { compiled }: Snapshot,
): OfrepSuccess['metadata'] {
  const experiment = compiled.experiments.get(trial.key);
  return {
    experiment: trial.key,
    run_reason: reason,
    in_analysis: hashUsed && experiment?.state === 'running',
    ...(experiment === undefined ? {} : { unit: experiment.unit }),
    unit_attribute: hashAttribute,
  };
}
