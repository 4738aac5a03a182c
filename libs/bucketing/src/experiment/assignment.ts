import type { Assignment, AssignmentReason } from './answer.js';
import type { ExperimentDefinition, ExperimentState, StickyDefinition, UnitType } from './definition.js';
import { canForce, compileGate, holdsOut } from './gate.js';
import type { Gate } from './gate.js';
import { positionOf, seedHash } from '../hash/hash.js';
import type { SeededHash } from '../hash/hash.js';
import { bucketRanges, chooseVariant } from '../hash/ranges.js';
import type { BucketRange } from '../hash/ranges.js';

/** An experiment with everything computed that is the same for all units. */
export interface CompiledExperiment {
  readonly key: string;
  readonly unit: UnitType;
  readonly state: ExperimentState;
  readonly version: number;
  /** Keys of those that keep units out of it. */
  readonly holdouts: readonly string[];
  readonly hash: SeededHash;
  readonly ranges: readonly BucketRange[];
  /** What is asked of a unit before its variant is; null where nothing is. */
  readonly gate: Gate | null;
  readonly answers: CompiledAnswers;
  /** Null where a unit's variant is what the hash says at the moment. */
  readonly sticky: CompiledSticky | null;
}

interface CompiledAnswers {
  /** The answer for all units; null when it depends on the hash. */
  readonly everyone: Assignment | null;
  /** By variant, in the order of the ranges. */
  readonly byVariant: readonly Assignment[];
  /** By key of the variant: for a request that asks for it. None once the experiment has ended. */
  readonly forced: ReadonlyMap<string, Assignment>;
  readonly notInCoverage: Assignment;
  readonly wrongUnit: Assignment;
  readonly noUnit: Assignment;
}

/** What a sticky experiment needs besides its ranges: every answer that the hash alone does not give. */
export interface CompiledSticky extends StickyDefinition {
  readonly indexByVariant: ReadonlyMap<string, number>;
  /** By variant: it was given before. */
  readonly kept: readonly Assignment[];
  /** By variant: what was given before is not known for sure. */
  readonly unremembered: readonly Assignment[];
  /** What was given before is not known, and the hash gives no variant. */
  readonly unrememberedNone: Assignment;
  readonly earlierBucket: Assignment;
}

/**
 * Prepares a definition for assignment: hashes the salt, lays out the ranges and makes every possible answer, so
 * that assigning allocates nothing. Never throws; what `validateDefinition` would refuse is mended as the
 * GrowthBook clients mend it, so that one bad definition does not take the others with it.
 */
export function compileExperiment(definition: ExperimentDefinition): CompiledExperiment {
  const { key, unit, state, variants, coverage, version, hashVersion = 2 } = definition;
  const { holdouts = [] } = definition;
  const answer = (variant: string | null, reason: AssignmentReason): Assignment =>
    Object.freeze({ experiment: key, variant, reason, inAnalysis: reason === 'assigned' });
  const weights = variants.map(({ weight }) => weight);
  const forced = new Map(
    canForce(definition) ? variants.map((variant) => [variant.key, answer(variant.key, 'forced')]) : [],
  );
  const served = state === 'closed' ? 'enrolment_closed' : 'assigned';
  return Object.freeze({
    key,
    unit,
    state,
    version,
    holdouts: (holdsOut(state) ? holdouts : []).map((one) => one.key),
    hash: seedHash(seedOf(definition), hashVersion),
    ranges: bucketRanges(variants.length, coverage, weights),
    gate: compileGate(definition, {
      forced,
      heldOut: answer(definition.baseline, 'held_out'),
      notInLayer: answer(null, 'not_in_layer'),
    }),
    answers: {
      everyone: state === 'running' || state === 'closed' ? null : answer(variantForAll(definition), state),
      byVariant: variants.map((variant) => answer(variant.key, served)),
      forced,
      notInCoverage: answer(null, 'not_in_coverage'),
      wrongUnit: answer(null, 'wrong_unit'),
      noUnit: answer(null, 'no_unit'),
    },
    sticky: definition.sticky === undefined ? null : compileSticky(definition, definition.sticky),
  });
}

function compileSticky({ key, state, variants }: ExperimentDefinition, sticky: StickyDefinition): CompiledSticky {
  const counts = state === 'running';
  const answer = (variant: string | null, reason: AssignmentReason, inAnalysis: boolean): Assignment =>
    Object.freeze({ experiment: key, variant, reason, inAnalysis });
  return {
    ...sticky,
    indexByVariant: new Map(variants.map((variant, index) => [variant.key, index])),
    kept: variants.map((one) => answer(one.key, counts ? 'sticky' : 'enrolment_closed', counts)),
    unremembered: variants.map((one) => answer(one.key, 'sticky_unavailable', false)),
    unrememberedNone: answer(null, 'sticky_unavailable', false),
    earlierBucket: answer(null, 'earlier_bucket', false),
  };
}

/** Each bucket version has a seed of its own, so that a higher one divides the units anew; the first is the salt. */
export const seedOf = ({ salt, sticky }: Pick<ExperimentDefinition, 'salt' | 'sticky'>): string =>
  sticky === undefined || sticky.bucketVersion === 0 ? salt : `${salt}/${sticky.bucketVersion}`;

/**
 * The variant of a unit of the experiment's own type: a pure function of the definition and the unit. What is forced
 * comes before holdouts, and these before what the state gives to everybody, the layer and the hash.
 *
 * @param unitId the id as the app knows it, hashed as it is: no trimming, no change of case
 */
export function assign(experiment: CompiledExperiment, unitId: string): Assignment {
  const { gate, answers } = experiment;
  if (unitId === '') return answers.noUnit;
  const gated = gate === null ? null : gate(unitId);
  if (gated !== null) return gated;
  return answers.everyone ?? assignByHash(experiment, unitId);
}

/** What the weights and the coverage give the id at the moment. */
export const assignByHash = ({ hash, ranges, answers }: CompiledExperiment, unitId: string): Assignment =>
  answers.byVariant[chooseVariant(positionOf(hash, unitId), ranges)] ?? answers.notInCoverage;

/** Once a holdout has ended nobody is held out: there is no variant of it. */
function variantForAll({ state, baseline, decidedVariant, holdout }: ExperimentDefinition): string | null {
  if (state === 'draft' || holdout === true) return null;
  return state === 'decided' ? (decidedVariant ?? baseline) : baseline;
}
