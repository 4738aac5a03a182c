import type { ReactNode } from 'react';
import type { Experiment, MetricResult, Readout } from '../api.js';
import { change } from '../format.js';
import { verdictOf } from '../readout.js';
import { useLoad } from '../use-load.js';
import { SplitBadge } from './split-panel.js';

/** The two cells of a list's row that need the readout: the primary effect and the split. */
export function ExperimentSummary({ experiment }: { readonly experiment: Experiment }): ReactNode {
  const path =
    experiment.state === 'draft' ? undefined : `/v1/experiments/${encodeURIComponent(experiment.key)}/results`;
  const { data, error } = useLoad<Readout>(path);
  if (data === undefined || data.computed_at === null)
    return (
      <>
        <td className="muted">{path === undefined ? 'not started' : error === undefined ? '…' : 'no readout yet'}</td>
        <td className="muted">–</td>
      </>
    );
  const primary = data.metrics.find((metric) => metric.primary);
  return (
    <>
      <td>{primary === undefined ? <span className="muted">–</span> : <Effects metric={primary} />}</td>
      <td className="nowrap">
        <SplitBadge status={data.split.status} />
      </td>
    </>
  );
}

function Effects({ metric }: { readonly metric: MetricResult }): ReactNode {
  const compared = metric.variants.filter(({ relative }) => relative !== null);
  return (
    <ul className="plain-list">
      {compared.map(({ variant, relative }) => (
        <li key={variant} className="nowrap">
          {compared.length > 1 ? <span className="muted">{variant} </span> : null}
          {relative?.kind === 'estimate' ? (
            <>
              <strong className={`number effect-${verdictOf(metric, relative)}`}>{change(relative.estimate)}</strong>
              <span className="interval">
                {change(relative.lower)} to {change(relative.upper)}
              </span>
            </>
          ) : (
            <span className="muted">{relative?.kind === 'unbounded' ? 'unbounded' : 'too little data'}</span>
          )}
        </li>
      ))}
    </ul>
  );
}
