import { isBandit, type FlagResult, type Run, type UnitType } from '#libs/bucketing';
import type { FlagContent, OfrepExposure, OfrepReason, OfrepSuccess } from '#libs/contracts';
import { isRecordable } from '../exposure/recordable-id.js';
import type { GivenVariant } from './given-variant.js';
import type { Snapshot } from '../snapshot/snapshot.js';

interface Telling {
  /** The variant that the unit gets without the hash, if it does. */
  readonly given: GivenVariant | undefined;
  /** Whether the rule that gave the value is named: a name can say whom it is about. */
  readonly tellsRule: boolean;
}

/** What a flag gives, in the protocol's words. */
export function ofrepSuccess(result: FlagResult, snapshot: Snapshot, { given, tellsRule }: Telling): OfrepSuccess {
  const { answer, run, met } = result;
  const { flag: key, value, source, ruleId, variation } = answer;
  return {
    key,
    // Null is what a flag gives that gives nothing.
    ...(value === null || value === undefined ? {} : { value }),
    reason: reasonOf(result, snapshot.flags.published.get(key)?.content),
    ...variantOf(variation?.key ?? given?.variant),
    metadata: {
      source,
      ...(ruleId === '' || !tellsRule ? {} : { rule: ruleId }),
      ...(run === null ? {} : metadataOf(run, snapshot)),
      ...exposuresOf(met, snapshot),
      ...(given === undefined ? {} : { experiment: given.experiment, in_analysis: false }),
      configuration_version: snapshot.compiled.version,
    },
  };
}

const variantOf = (variant: string | undefined): Pick<OfrepSuccess, 'variant'> =>
  variant === undefined ? {} : { variant };

function reasonOf({ answer, run }: FlagResult, content: FlagContent | undefined): OfrepReason {
  switch (answer.source) {
    case 'defaultValue':
      return content?.archived === true ? 'DISABLED' : 'STATIC';
    case 'prerequisite':
      return 'DISABLED';
    case 'experiment':
      return run?.hashUsed === true || run?.reason === 'sticky_unavailable' ? 'SPLIT' : 'TARGETING_MATCH';
    case 'force':
      return content?.rules.find(({ id }) => id === answer.ruleId)?.kind === 'rollout' ? 'SPLIT' : 'TARGETING_MATCH';
    case 'override':
      return 'TARGETING_MATCH';
    case 'cyclicPrerequisite':
    case 'unknownFeature':
      return 'UNKNOWN';
  }
}

/** What decided, and all that a client needs to report its exposure, beside the variant. */
function metadataOf(run: Run, snapshot: Snapshot): OfrepSuccess['metadata'] {
  const { trial, reason, hashAttribute } = run;
  if (isBandit(run))
    return { bandit: trial.key, run_reason: reason, in_analysis: false, unit_attribute: hashAttribute };
  const unit = unitOf(run, snapshot);
  return {
    experiment: trial.key,
    run_reason: reason,
    in_analysis: counts(run, snapshot),
    ...(unit === undefined ? {} : { unit }),
    unit_attribute: hashAttribute,
  };
}

/** Metadata are flat, and there may be several: as the text of a list. Flags on one way may share a holdout. */
function exposuresOf(met: readonly Run[], snapshot: Snapshot): { readonly exposures?: string } {
  const exposures = new Map<string, OfrepExposure>();
  for (const run of met) {
    const { trial, variation, hashAttribute: unit_attribute } = run;
    const unit = unitOf(run, snapshot);
    if (unit === undefined || !counts(run, snapshot)) continue;
    exposures.set(`${trial.key} ${unit_attribute}`, {
      experiment: trial.key,
      variant: variation.key,
      unit,
      unit_attribute,
    });
  }
  return exposures.size === 0 ? {} : { exposures: JSON.stringify([...exposures.values()]) };
}

const counts = ({ trial, hashUsed, hashValue }: Run, { compiled }: Snapshot): boolean =>
  hashUsed && compiled.experiments.get(trial.key)?.state === 'running' && isRecordable(hashValue);

/** What the id is of: the attribute's own type where the experiment falls back on it, else the experiment's. */
function unitOf({ trial, hashAttribute }: Run, { compiled, units }: Snapshot): UnitType | undefined {
  const types = [...(units.get(trial.key) ?? [])];
  return types.find((type) => type === hashAttribute) ?? compiled.experiments.get(trial.key)?.unit;
}
