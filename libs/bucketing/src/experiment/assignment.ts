import type { Assignment, AssignmentReason } from './answer.js';
import type { ExperimentDefinition, ExperimentState, UnitType } from './definition.js';
import { canForce, compileGate } from './gate.js';
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
  readonly hash: SeededHash;
  readonly ranges: readonly BucketRange[];
  /** What is asked of a unit before its variant is; null where nothing is. */
  readonly gate: Gate | null;
  readonly answers: CompiledAnswers;
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

/**
 * Prepares a definition for assignment: hashes the salt, lays out the ranges and makes every possible answer, so
 * that assigning allocates nothing. Never throws; what `validateDefinition` would refuse is mended as the
 * GrowthBook clients mend it, so that one bad definition does not take the others with it.
 */
export function compileExperiment(definition: ExperimentDefinition): CompiledExperiment {
  const { key, unit, state, salt, variants, coverage, version, hashVersion = 2 } = definition;
  const answer = (variant: string | null, reason: AssignmentReason): Assignment =>
    Object.freeze({ experiment: key, variant, reason, inAnalysis: reason === 'assigned' });
  const weights = variants.map(({ weight }) => weight);
  const forced = new Map(
    canForce(state) ? variants.map((variant) => [variant.key, answer(variant.key, 'forced')]) : [],
  );
  const served = state === 'closed' ? 'enrolment_closed' : 'assigned';
  return Object.freeze({
    key,
    unit,
    state,
    version,
    hash: seedHash(salt, hashVersion),
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
  });
}

/**
 * The variant of a unit of the experiment's own type: a pure function of the definition and the unit. What is forced
 * comes before holdouts, and these before what the state gives to everybody, the layer and the hash.
 *
 * @param unitId the id as the app knows it, hashed as it is: no trimming, no change of case
 */
export function assign({ hash, ranges, gate, answers }: CompiledExperiment, unitId: string): Assignment {
  if (unitId === '') return answers.noUnit;
  const gated = gate === null ? null : gate(unitId);
  if (gated !== null) return gated;
  if (answers.everyone !== null) return answers.everyone;
  return answers.byVariant[chooseVariant(positionOf(hash, unitId), ranges)] ?? answers.notInCoverage;
}

function variantForAll({ state, baseline, decidedVariant }: ExperimentDefinition): string | null {
  if (state === 'draft') return null;
  return state === 'decided' ? (decidedVariant ?? baseline) : baseline;
}
