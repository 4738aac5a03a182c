import type { StickyBuckets } from '../sticky/sticky-buckets.js';
import type { Assignment } from './answer.js';
import { assign, assignByHash } from './assignment.js';
import type { CompiledExperiment, CompiledSticky } from './assignment.js';
import type { UnitType } from './definition.js';

/** The ids that somebody is known by, of each type one at most. */
export type Units = Readonly<Partial<Record<UnitType, string | undefined>>>;

/**
 * The variant of somebody in a sticky experiment: the one that was given before, to the id of the experiment's own type
 * or else to the one before it, and by the hash of whichever id there is where none was. What is given is noted in
 * `buckets` under the id that counts, so that who signs in takes the variant along. What is forced and who is held out
 * goes by the experiment's own units only, and comes first.
 * Where that could not be read, what is known of it or else the hash decides, outside the analysis.
 */
export function assignSticky(experiment: CompiledExperiment, units: Units, buckets: StickyBuckets): Assignment {
  const { unit, sticky, gate, answers } = experiment;
  const own = units[unit];
  const attribute = own === undefined ? (sticky?.fallback ?? unit) : unit;
  const id = units[attribute];
  if (id === undefined) return answers.wrongUnit;
  if (sticky === null || id === '') return assign(experiment, id);
  const forAll = own === undefined || gate === null ? answers.everyone : (gate(own) ?? answers.everyone);
  if (forAll !== null) return forAll;
  const hashed = assignByHash(experiment, id);
  return remembered(experiment, sticky, { attribute, id, units, hashed, buckets });
}

interface Asked {
  /** The type of the id that counts. */
  readonly attribute: UnitType;
  readonly id: string;
  readonly units: Units;
  readonly hashed: Assignment;
  readonly buckets: StickyBuckets;
}

function remembered(
  { key, unit, answers }: CompiledExperiment,
  { fallback, bucketVersion, minBucketVersion, ...sticky }: CompiledSticky,
  { attribute, id, units, hashed, buckets }: Asked,
): Assignment {
  const { variation, blocked, unavailable } = buckets.find({
    experiment: key,
    bucketVersion,
    minBucketVersion,
    hash: { attribute: unit, id: units[unit] ?? '' },
    fallback: { attribute: fallback ?? unit, id: (fallback === undefined ? undefined : units[fallback]) ?? '' },
  });
  if (blocked) return sticky.earlierBucket;
  const before = variation === null ? undefined : sticky.indexByVariant.get(variation);
  if (unavailable) return sticky.unremembered[before ?? answers.byVariant.indexOf(hashed)] ?? sticky.unrememberedNone;
  const answer = before === undefined ? hashed : (sticky.kept[before] ?? answers.notInCoverage);
  if (answer.variant !== null) buckets.assign(attribute, id, key, { bucketVersion, variation: answer.variant });
  return answer;
}
