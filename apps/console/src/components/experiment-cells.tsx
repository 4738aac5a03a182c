import type { ReactNode } from 'react';
import type { ExperimentView, MetricReadout, Readout } from '#libs/contracts';
import { change, integer } from '../format.js';
import { harmsOf, isMismatch, verdictOf, verdictTone, verdictWords } from '../readout.js';
import type { ReadoutState } from '../use-readouts.js';
import { Badge } from './badge.js';
import { Icon } from './icon.js';
import { SplitBadge } from './split-panel.js';

interface CellProps {
  readonly experiment: ExperimentView;
  readonly results: ReadoutState | undefined;
}

const readoutOf = (results: ReadoutState | undefined): Readout | undefined =>
  results !== undefined && 'readout' in results && results.readout.status === 'results' ? results.readout : undefined;

const primaryOf = (readout: Readout | undefined): MetricReadout | undefined =>
  readout?.metrics.find(({ primary }) => primary);

/** The effect of each treatment on the primary metric with its interval, or why there is none. */
export function PrimaryEffect({ experiment, results }: CellProps): ReactNode {
  const primary = primaryOf(readoutOf(results));
  if (primary === undefined) return <span className="muted">{absenceOf(experiment, results)}</span>;
  const { effects } = primary.closed;
  return (
    <ul className="plain-list">
      {effects.map(({ variant, relative }) => (
        <li key={variant} className="nowrap">
          {effects.length > 1 ? <span className="muted">{variant} </span> : null}
          {relative.kind === 'estimate' ? (
            <>
              <strong className={`number effect-${verdictOf(primary, variant)}`}>{change(relative.estimate)}</strong>
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

function absenceOf({ state }: ExperimentView, results: ReadoutState | undefined): string {
  if (state === 'draft') return 'not started';
  if (results === undefined) return '…';
  return 'error' in results ? 'not readable now' : 'no numbers yet';
}

/** What the planned reading says of the primary metric, or what it waits for; and what to look at before acting on it. */
export function Verdict({ results }: CellProps): ReactNode {
  const readout = readoutOf(results);
  const primary = primaryOf(readout);
  if (readout === undefined || primary === undefined) return null;
  if (isMismatch(readout)) return <span className="muted">None: the split is broken</span>;
  return (
    <>
      <Words readout={readout} primary={primary} />
      {harmsOf(readout).map(({ metric, effect, isVerdict }) => (
        <div key={`${metric.metric.key} ${effect.variant}`}>
          <Badge tone={isVerdict ? 'bad' : 'warn'}>
            <Icon name="warn" /> {isVerdict ? 'Worse' : 'Looks worse'}
          </Badge>
          <span className="interval">
            {metric.metric.name} {change(effect.relative.estimate)}
          </span>
        </div>
      ))}
    </>
  );
}

function Words({ readout, primary }: { readonly readout: Readout; readonly primary: MetricReadout }): ReactNode {
  if (primary.validity === 'no_plan') return <span className="muted">None: nothing was planned</span>;
  if (
    primary.validity === 'before_planned_end' ||
    (primary.validity === 'see_looks' && primary.verdicts.length === 0)
  ) {
    const { planned } = readout.units;
    return (
      <>
        <span className="muted">Not yet</span>
        <span className="interval">
          {integer(primary.maturity.closed_units)} of {integer(planned ?? 0)} units
        </span>
      </>
    );
  }
  return primary.verdicts.map(({ variant, verdict }) => (
    <div key={variant}>
      {primary.verdicts.length > 1 ? <span className="muted">{variant} </span> : null}
      <Badge tone={verdictTone[verdict]}>{verdictWords[verdict]}</Badge>
    </div>
  ));
}

export function Split({ results }: CellProps): ReactNode {
  const readout = readoutOf(results);
  return readout === undefined ? null : <SplitBadge sample_ratio={readout.sample_ratio} />;
}
