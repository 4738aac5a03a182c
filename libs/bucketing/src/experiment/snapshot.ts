import { compileExperiment } from './assignment.js';
import type { CompiledExperiment } from './assignment.js';
import type { ExperimentDefinition } from './definition.js';

/** All experiments at one version. Immutable: a change makes a new snapshot, and a process swaps one for the other. */
export interface CompiledSnapshot {
  readonly version: number;
  readonly experiments: ReadonlyMap<string, CompiledExperiment>;
}

/** Compiles all definitions; of two with one key the later counts. */
export const compileSnapshot = (definitions: readonly ExperimentDefinition[], version: number): CompiledSnapshot =>
  Object.freeze({
    version,
    experiments: new Map(definitions.map((definition) => [definition.key, compileExperiment(definition)])),
  });
