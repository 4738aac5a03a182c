import { validateDefinition, type DefinitionProblem } from '#libs/bucketing';
import { invalid, type FieldProblem } from '#libs/errors';
import type { Experiment } from './experiment.js';

type Checked = Pick<Experiment, 'key' | 'unit' | 'salt' | 'variants' | 'coverage' | 'baseline' | 'version' | 'layer'>;

/** @throws VerdictError `invalid` naming every field that breaks a rule of assignment (weights, coverage, baseline, layer …). */
export function checkDefinition(definition: Checked): void {
  const { key, unit, salt, variants, coverage, baseline, version, layer } = definition;
  const assigned = { key, unit, salt, variants, coverage, baseline, version, state: 'draft' } as const;
  const problems = validateDefinition(layer === null ? assigned : { ...assigned, layer }).map(fieldProblem);
  const [first] = problems;
  if (first === undefined) return;
  throw invalid(`The experiment breaks a rule of assignment. ${first.detail}`, problems);
}

const fieldProblem = ({ pointer, rule, detail }: DefinitionProblem): FieldProblem => ({ pointer, rule, detail });
