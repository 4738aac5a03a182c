import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { ExperimentView } from '#libs/contracts';
import { wholePercent } from '../format.js';

/** Which units the experiment has to itself, who is kept out of it, and on whom a variant is forced: where there is any. */
export function ExperimentStructure({ experiment }: { readonly experiment: ExperimentView }): ReactNode {
  const { layer, holdout, holdouts, forced, qa } = experiment;
  const units = Object.entries(forced);
  return (
    <>
      {layer === null ? null : (
        <>
          <dt>Layer</dt>
          <dd>
            <code>{layer.key}</code>{' '}
            <span className="muted number">
              {wholePercent(layer.from)} to {wholePercent(layer.to)}
            </span>
          </dd>
        </>
      )}
      {holdouts.length === 0 ? null : (
        <>
          <dt>Holdouts</dt>
          <dd>
            <Experiments keys={holdouts} />
          </dd>
        </>
      )}
      {holdout === null ? null : (
        <>
          <dt>Holds out of</dt>
          <dd>
            {holdout.experiments === 'all' ? (
              'all experiments about its unit that start after it'
            ) : (
              <Experiments keys={holdout.experiments} />
            )}
            {holdout.flags.length === 0 ? null : (
              <div className="small muted">and the rules of the flags {holdout.flags.join(', ')}</div>
            )}
          </dd>
        </>
      )}
      {units.length === 0 ? null : (
        <>
          <dt>Forced</dt>
          <dd>
            <ul className="plain-list">
              {units.map(([unit, variant]) => (
                <li key={unit}>
                  <code>{unit}</code> <span className="muted">{variant}</span>
                </li>
              ))}
            </ul>
          </dd>
        </>
      )}
      {qa ? (
        <>
          <dt>Trying out</dt>
          <dd>open to client keys</dd>
        </>
      ) : null}
    </>
  );
}

function Experiments({ keys }: { readonly keys: readonly string[] }): ReactNode {
  return (
    <ul className="plain-list">
      {keys.map((key) => (
        <li key={key}>
          <Link to={`/experiments/${encodeURIComponent(key)}`}>{key}</Link>
        </li>
      ))}
    </ul>
  );
}
