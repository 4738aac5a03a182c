import type { ReactNode } from 'react';
import type { ExperimentView } from '#libs/contracts';
import { words } from '../format.js';

/** How a sticky experiment keeps what it gave; nothing for any other. */
export function ExperimentBuckets({ experiment }: { readonly experiment: ExperimentView }): ReactNode {
  const { sticky, bucket_version: version, min_bucket_version: earliest, fallback_attribute: fallback } = experiment;
  if (!sticky) return null;
  return (
    <>
      <dt>Buckets</dt>
      <dd>
        Sticky: units keep the variant that they were given first
        <div className="small muted number">
          bucket version {version}
          {earliest === 0 ? null : `; who was given one before ${earliest} is out`}
          {fallback === null ? null : `; who has no id of this type yet goes by ${words(fallback).toLowerCase()}`}
        </div>
      </dd>
    </>
  );
}
