import { Fragment, type ReactNode } from 'react';
import type { Readout } from '#libs/contracts';
import { Time } from './time.js';

/** Through when each fact of a readout is loaded; readings from before it was kept say nothing. */
export function FactsThrough({ facts }: Pick<Readout, 'facts'>): ReactNode {
  if (facts === undefined || facts.length === 0) return null;
  return (
    <p className="small muted">
      Loaded through:{' '}
      {facts.map(({ fact, version, data_through }, index) => (
        <Fragment key={`${fact} ${version}`}>
          {index === 0 ? '' : '; '}
          {fact}
          {version === 1 ? ' ' : ` (version ${version}) `}
          {data_through === null ? 'never' : <Time at={data_through} />}
        </Fragment>
      ))}
      .
    </p>
  );
}
