import { validateDefinition, type DefinitionProblem } from '#libs/bucketing';
import { invalid, type FieldProblem } from '#libs/errors';
import type { Experiment } from './experiment.js';
import { stickyDefinition } from './sticky-definition.js';

type Sticky = Pick<Experiment, 'sticky' | 'bucketVersion' | 'minBucketVersion' | 'fallback'>;
type Checked = Sticky &
  Pick<Experiment, 'key' | 'unit' | 'salt' | 'variants' | 'coverage' | 'baseline' | 'version' | 'layer'>;

/** @throws VerdictError `invalid` naming every field that breaks a rule of assignment (weights, coverage, baseline, layer …). */
export function checkDefinition(experiment: Checked): void {
  const { key, unit, salt, variants, coverage, baseline, version, layer } = experiment;
  const assigned = { key, unit, salt, variants, coverage, baseline, version, state: 'draft' } as const;
  const definition = { ...assigned, ...(layer === null ? {} : { layer }), ...stickyDefinition(experiment) };
  const problems = [...validateDefinition(definition).map(fieldProblem), ...stickyProblems(experiment)];
  const [first] = problems;
  if (first === undefined) return;
  throw invalid(`The experiment breaks a rule of assignment. ${first.detail}`, problems);
}

/** Where a field has another name in the API than in assignment. */
const fields: Readonly<Record<string, string>> = {
  '/sticky/minBucketVersion': '/min_bucket_version',
  '/sticky/fallback': '/fallback_attribute',
};

const fieldProblem = ({ pointer, rule, detail }: DefinitionProblem): FieldProblem => ({
  pointer: fields[pointer] ?? pointer,
  rule,
  detail,
});

/** What only means something where buckets are sticky. */
function stickyProblems({ sticky, bucketVersion, minBucketVersion, fallback }: Sticky): FieldProblem[] {
  if (sticky) return [];
  const named = [
    ...(bucketVersion === 0 ? [] : ['/bucket_version']),
    ...(minBucketVersion === 0 ? [] : ['/min_bucket_version']),
    ...(fallback === null ? [] : ['/fallback_attribute']),
  ];
  return named.map((pointer) => ({ pointer, rule: 'needs_sticky', detail: 'Only a sticky experiment has it.' }));
}
