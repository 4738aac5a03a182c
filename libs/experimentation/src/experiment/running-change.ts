import type { ExperimentPatch } from '#libs/contracts';
import { conflict, invalid } from '#libs/errors';
import { patched } from './draft.js';
import type { Experiment } from './experiment.js';

/** What may change while units meet variants, since who has one keeps it. */
const changeable: ReadonlySet<string> = new Set(['variants', 'coverage', 'bucket_version', 'min_bucket_version']);

type Patch = Omit<ExperimentPatch, 'version'>;

/**
 * The next version of an experiment: of a draft everything changes, of a sticky one that has started the weights, the
 * coverage and the bucket versions, of any other nothing.
 *
 * @throws VerdictError `conflict` naming what may change, `invalid` naming each field
 */
export function nextVersion(before: Experiment, patch: Patch, at: Date): Experiment {
  if (before.state === 'draft') return patched(before, patch);
  checkFields(before, patch);
  const after = patched(before, patch);
  if (after.bucketVersion !== before.bucketVersion && before.enrolmentClosedAt !== null)
    throw conflict(`Enrolment in ${before.key} has ended: dividing its units anew would leave nothing to analyse.`);
  if (after.bucketVersion < before.bucketVersion) {
    const detail = `it is ${before.bucketVersion}, and only goes up`;
    throw invalid(`/bucket_version: ${detail}.`, [{ pointer: '/bucket_version', rule: 'only_goes_up', detail }]);
  }
  if (namesOf(before) !== namesOf(after))
    throw conflict(`The experiment ${before.key} is ${before.state}; of its variants only the weights change.`);
  if (after.bucketVersion !== before.bucketVersion) return { ...after, rebucketedAt: at, reweightedAt: null };
  return weightsOf(before) === weightsOf(after) ? after : { ...after, reweightedAt: at };
}

function checkFields({ key, state, sticky }: Experiment, patch: Patch): void {
  if (!sticky || state === 'stopped' || state === 'decided')
    throw conflict(`The experiment ${key} is ${state}; only a draft changes. Make a new one instead.`);
  const frozen = Object.entries(patch).some(([field, value]) => value !== undefined && !changeable.has(field));
  if (frozen)
    throw conflict(`The experiment ${key} is ${state}; of a sticky one only ${[...changeable].join(', ')} change.`);
}

const namesOf = ({ variants }: Experiment): string => JSON.stringify(variants.map(({ key }) => key));

const weightsOf = ({ variants }: Experiment): string => JSON.stringify(variants.map(({ weight }) => weight));
