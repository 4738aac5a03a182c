import { assign, compileExperiment } from './assignment.js';
import type { Assignment } from './answer.js';
import type { CompiledExperiment } from './assignment.js';
import type { ExperimentDefinition, UnitType } from './definition.js';

/** All experiments at one version. Immutable: a change makes a new snapshot, and a process swaps one for the other. */
export interface CompiledSnapshot {
  readonly version: number;
  readonly experiments: ReadonlyMap<string, CompiledExperiment>;
}

/** Who is asked about. */
export interface Unit {
  readonly type: UnitType;
  readonly id: string;
}

/** Compiles all definitions; of two with one key the later counts. */
export const compileSnapshot = (definitions: readonly ExperimentDefinition[], version: number): CompiledSnapshot =>
  Object.freeze({
    version,
    experiments: new Map(definitions.map((definition) => [definition.key, compileExperiment(definition)])),
  });

/**
 * One unit, any number of experiments: an answer for each key, in the order of the keys. What is wrong with one
 * (`unknown_experiment`, `wrong_unit`, `no_unit`) is the reason of its answer and no error of the others.
 */
export const assignAll = (snapshot: CompiledSnapshot, unit: Unit, keys: readonly string[]): Assignment[] =>
  keys.map((key) => {
    const experiment = snapshot.experiments.get(key);
    if (experiment === undefined) {
      return { experiment: key, variant: null, reason: 'unknown_experiment', inAnalysis: false };
    }
    return experiment.unit === unit.type ? assign(experiment, unit.id) : experiment.answers.wrongUnit;
  });
