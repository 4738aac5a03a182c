import type { ReactNode } from 'react';
import type { EmptyReadout, ExperimentView, MetricReadout, Readout } from '#libs/contracts';
import { change } from '../format.js';
import { verdictOf } from '../readout.js';
import { useLoad } from '../use-load.js';
import { SplitBadge } from './split-panel.js';

/** The two cells of a list's row that need the readout: the primary effect and the split. */
export function ExperimentSummary({ experiment }: { readonly experiment: ExperimentView }): ReactNode {
  const { key, state } = experiment;
  const path = state === 'draft' ? undefined : `/v1/experiments/${encodeURIComponent(key)}/results`;
  const { data, error, loading } = useLoad<Readout | EmptyReadout>(path);
  if (data?.status !== 'results') {
    const why = path === undefined ? 'not started' : error === undefined ? 'no numbers yet' : 'not readable now';
    return (
      <>
        <td className="muted">{loading ? '…' : why}</td>
        <td className="muted">–</td>
      </>
    );
  }
  const primary = data.metrics.find((metric) => metric.primary);
  return (
    <>
      <td>{primary === undefined ? <span className="muted">–</span> : <Effects readout={primary} />}</td>
      <td className="nowrap">
        <SplitBadge sample_ratio={data.sample_ratio} />
      </td>
    </>
  );
}

function Effects({ readout }: { readonly readout: MetricReadout }): ReactNode {
  const { effects } = readout.closed;
  return (
    <ul className="plain-list">
      {effects.map(({ variant, relative }) => (
        <li key={variant} className="nowrap">
          {effects.length > 1 ? <span className="muted">{variant} </span> : null}
          {relative.kind === 'estimate' ? (
            <>
              <strong className={`number effect-${verdictOf(readout, variant)}`}>{change(relative.estimate)}</strong>
              <span className="interval">
                {change(relative.interval.lower)} to {change(relative.interval.upper)}
              </span>
            </>
          ) : (
            <span className="muted">{relative.kind === 'unbounded' ? 'unbounded' : 'too little data'}</span>
          )}
        </li>
      ))}
    </ul>
  );
}
