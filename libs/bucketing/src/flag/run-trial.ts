import type { SavedGroups } from '../condition/condition.js';
import { positionOf } from '../hash/hash.js';
import { chooseVariant } from '../hash/ranges.js';
import type { StickyFinding } from '../sticky/sticky-buckets.js';
import { queryOverride } from '../url/query-override.js';
import type { Arm, CompiledTrial, Filter, Namespace, Prerequisite } from './compile-trial.js';
import type { FlagResult, Run, RunReason } from './result.js';
import { hashedText, idUnder, unitIdOf } from './subject.js';
import type { Subject, UnitId } from './subject.js';

/** What evaluating an experiment needs of the evaluation that it is part of. */
export interface Surroundings {
  readonly subject: Subject;
  readonly groups: SavedGroups;
  /** What a flag gives the same subject. */
  prerequisite(flag: string): FlagResult;
}

/** Which variation, and why. */
interface Finding {
  readonly index: number;
  readonly reason: RunReason;
  readonly bucket?: number;
}

/**
 * What an experiment gives a subject. The order of the questions is part of the protocol: what is forced comes before
 * who takes part, and a sticky bucket before all that could have changed since it was given.
 *
 * Source: the GrowthBook SDK specification, `run`.
 */
export function runTrial(trial: CompiledTrial, surroundings: Surroundings): Run {
  const { subject } = surroundings;
  const arm = armFor(trial, surroundings);
  const early = trial.variations.length < 2 ? out('too_few_variations') : beforeTheUnit(trial, subject);
  const sticky = subject.sticky !== undefined && trial.sticky;
  const unit = unitIdOf(subject, trial.hashAttribute, sticky ? trial.fallbackAttribute : undefined);
  if (early !== undefined) return runOf(trial, arm, unit, early);
  if (unit.value === '') return runOf(trial, arm, unit, out('no_unit'));

  const given = sticky ? findSticky(trial, subject) : undefined;
  const before = given?.variation == null ? undefined : trial.byKey.get(given.variation);
  if (before === undefined) {
    const kept = keptOut(trial, unit, surroundings);
    if (kept !== undefined) return runOf(trial, arm, unit, out(kept));
  }
  if (trial.hash === null) return runOf(trial, arm, unit, out('unknown_hash'));
  const bucket = positionOf(trial.hash, hashedText(unit.value));
  const index = before ?? chooseVariant(bucket, arm.ranges);
  const after = afterTheHash(trial, subject, index, given?.blocked === true);
  if (after !== undefined) return runOf(trial, arm, unit, after);
  if (given?.unavailable === true) return runOf(trial, arm, unit, { index, reason: 'sticky_unavailable', bucket });
  const run = runOf(trial, arm, unit, { index, reason: before === undefined ? 'hashed' : 'sticky', bucket });
  if (sticky) noteSticky(trial, subject, run);
  return run;
}

const out = (reason: RunReason): Finding => ({ index: -1, reason });

function armFor({ contexts, arm }: CompiledTrial, { subject, groups }: Surroundings): Arm {
  for (const context of contexts) if (context.condition(subject.attributes, groups)) return context.arm;
  return arm;
}

function beforeTheUnit(trial: CompiledTrial, subject: Subject): Finding | undefined {
  const { key, variations, urlTargets, definition } = trial;
  const { url = '', forcedVariations } = subject;
  if (subject.enabled === false) return out('disabled');
  if (urlTargets !== undefined && !urlTargets(url)) return out('other_page');
  const asked = url === '' ? null : queryOverride(key, url, variations.length);
  if (asked !== null && canAsk(subject, key)) return { index: asked, reason: 'forced_by_url' };
  if (forcedVariations !== undefined && Object.hasOwn(forcedVariations, key) && canAsk(subject, key))
    return { index: forcedVariations[key] ?? -1, reason: 'forced_by_caller' };
  return definition.active === false || definition.status === 'draft' ? out('inactive') : undefined;
}

const canAsk = ({ forceable }: Subject, key: string): boolean => forceable === undefined || forceable.has(key);

function keptOut(trial: CompiledTrial, unit: UnitId, surroundings: Surroundings): RunReason | undefined {
  const { subject, groups } = surroundings;
  if (isFilteredOut(trial.filters, subject)) return 'filtered';
  if (trial.namespace !== undefined && !isInNamespace(trial.namespace, unit.value)) return 'filtered';
  if (trial.condition !== undefined && !trial.condition(subject.attributes, groups)) return 'condition';
  return trial.prerequisites.every((one) => isMet(one, surroundings)) ? undefined : 'prerequisite';
}

function isMet({ flag, condition }: Prerequisite, surroundings: Surroundings): boolean {
  const { value, source } = surroundings.prerequisite(flag).answer;
  return source !== 'cyclicPrerequisite' && condition({ value }, surroundings.groups);
}

export const isInNamespace = ({ hash, ranges }: Namespace, id: unknown): boolean =>
  chooseVariant(positionOf(hash, hashedText(id)), ranges) >= 0;

/** Some filter has no range for the subject. */
export function isFilteredOut(filters: readonly Filter[], subject: Subject): boolean {
  for (const { attribute, hash, ranges } of filters) {
    const id = idUnder(subject, attribute);
    if (id === '' || hash === null || chooseVariant(positionOf(hash, hashedText(id)), ranges) < 0) return true;
  }
  return false;
}

function afterTheHash(trial: CompiledTrial, subject: Subject, index: number, blocked: boolean): Finding | undefined {
  if (blocked) return out('earlier_bucket');
  if (index < 0) return out('not_in_coverage');
  if (trial.force !== undefined) return { index: trial.force, reason: 'forced_by_experiment' };
  if (subject.qaMode === true) return out('qa_mode');
  return trial.definition.status === 'stopped' ? out('stopped') : undefined;
}

function findSticky(trial: CompiledTrial, subject: Subject): StickyFinding | undefined {
  const { key, hashAttribute, fallbackAttribute, bucketVersion, minBucketVersion } = trial;
  return subject.sticky?.find({
    experiment: key,
    bucketVersion,
    minBucketVersion,
    hash: { attribute: hashAttribute, id: idUnder(subject, hashAttribute) },
    // Where none is named the clients look under `id`, so that a unit keeps its bucket when the attribute changes.
    fallback: { attribute: fallbackAttribute ?? 'id', id: idUnder(subject, fallbackAttribute ?? 'id') },
  });
}

function noteSticky({ key, bucketVersion }: CompiledTrial, { sticky }: Subject, run: Run): void {
  sticky?.assign(run.hashAttribute, run.hashValue, key, { bucketVersion, variation: run.variation.key });
}

function runOf(trial: CompiledTrial, arm: Arm, unit: UnitId, { index, reason, bucket }: Finding): Run {
  const chosen = trial.variations[index];
  return {
    trial,
    arm,
    variation: chosen ?? trial.variations[0] ?? NO_VARIATION,
    inExperiment: chosen !== undefined,
    reason,
    hashUsed: reason === 'hashed' || reason === 'sticky',
    hashAttribute: unit.attribute,
    hashValue: unit.value,
    bucket,
  };
}

const NO_VARIATION = Object.freeze({ index: 0, key: '0', name: undefined, value: undefined, passthrough: false });
