import type { ExperimentDefinition } from '#libs/bucketing';
import type { Experiment } from './experiment.js';

/** The part of a definition that says how buckets are kept; nothing where they are not. */
export const stickyDefinition = ({
  sticky,
  bucketVersion,
  minBucketVersion,
  fallback,
}: Pick<Experiment, 'sticky' | 'bucketVersion' | 'minBucketVersion' | 'fallback'>): Pick<
  ExperimentDefinition,
  'sticky'
> => (sticky ? { sticky: { bucketVersion, minBucketVersion, ...(fallback === null ? {} : { fallback }) } } : {});
