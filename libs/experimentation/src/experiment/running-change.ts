import { isDeepStrictEqual } from 'node:util';
import type { ExperimentPatch } from '#libs/contracts';
import { conflict, invalid } from '#libs/errors';
import type { ChosenMetrics } from '../metric/chosen-metrics.js';
import { differences } from '../history/differences.js';
import { patched } from './draft.js';
import { viewOf, type Experiment } from './experiment.js';
import { weightsOf } from './phases.js';
import { writtenOf } from './written.js';

/** What may change while units meet variants, since who has one keeps it. */
const changeable: ReadonlySet<string> = new Set(['variants', 'coverage', 'bucket_version', 'min_bucket_version']);

type Patch = Omit<ExperimentPatch, 'version'>;

/**
 * The next version of an experiment: of a draft everything changes, of a sticky one that has started the weights, the
 * coverage and the bucket versions, of any other only the hypothesis, which people alone read. Other weights open a phase.
 *
 * @param chosen the metrics of what it becomes
 * @throws VerdictError `conflict` naming what may change, `invalid` naming each field
 */
export function nextVersion(before: Experiment, patch: Patch, at: Date, chosen: ChosenMetrics): Experiment {
  if (before.holdout !== null) throw conflict(`${before.key} is a holdout: PUT /v1/holdouts/${before.key} changes it.`);
  if (before.state === 'draft') return patched(before, patch, chosen);
  checkFields(before, patch);
  const after = isDividedAnew(before, patch) ? patched(before, patch, chosen) : withPlan(before, patch, chosen);
  if (after.bucketVersion !== before.bucketVersion && before.enrolmentClosedAt !== null)
    throw conflict(`Enrolment in ${before.key} has ended: dividing its units anew would leave nothing to analyse.`);
  if (after.bucketVersion < before.bucketVersion) {
    const detail = `it is ${before.bucketVersion}, and only goes up`;
    throw invalid(`/bucket_version: ${detail}.`, [{ pointer: '/bucket_version', rule: 'only_goes_up', detail }]);
  }
  if (namesOf(before) !== namesOf(after))
    throw conflict(`The experiment ${before.key} is ${before.state}; of its variants only the weights change.`);
  if (after.bucketVersion !== before.bucketVersion) return { ...after, rebucketedAt: at, reweightedAt: null };
  const [weightsBefore, weights] = [weightsOf(before), weightsOf(after)];
  if (isDeepStrictEqual(weightsBefore, weights)) return after;
  const phase = { from: at, why: 'weights', flag: null, weightsBefore, weights } as const;
  return { ...after, reweightedAt: at, phaseChanges: [...before.phaseChanges, phase] };
}

const isDividedAnew = ({ bucketVersion }: Experiment, { bucket_version }: Patch): boolean =>
  bucket_version !== undefined && bucket_version !== bucketVersion;

/** The plan is that of the start, its units included: looks that were taken are shares of them, whatever the weights are now. */
const withPlan = (before: Experiment, { plan: _, ...patch }: Patch, chosen: ChosenMetrics): Experiment => ({
  ...patched({ ...before, plan: null }, patch, chosen),
  plan: before.plan,
});

function checkFields(before: Experiment, patch: Patch): void {
  const { key, state, sticky } = before;
  const now: Readonly<Record<string, unknown>> = writtenOf(viewOf(before));
  const open = sticky && state !== 'stopped' && state !== 'decided' ? changeable : new Set();
  const frozen = Object.entries(patch)
    .filter(([field, value]) => value !== undefined && differences(now[field] ?? null, value).length > 0)
    .map(([field]) => field)
    .filter((field) => field !== 'hypothesis' && !open.has(field));
  if (frozen.length === 0) return;
  if (open.size > 0)
    throw conflict(`The experiment ${key} is ${state}; of a sticky one only ${[...open].join(', ')} change.`);
  throw conflict(`The experiment ${key} is ${state}; only a draft changes ${frozen.join(', ')}. Make a copy instead.`);
}

const namesOf = ({ variants }: Experiment): string => JSON.stringify(variants.map(({ key }) => key));
