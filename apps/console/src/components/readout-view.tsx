import type { ReactNode } from 'react';
import type { Experiment, MetricResult, Readout } from '../api.js';
import type { Loaded } from '../use-load.js';
import { Empty } from './empty.js';
import { LoadedView } from './loaded-view.js';
import { MetricPanel } from './metric-panel.js';
import { Note } from './note.js';
import { Time } from './time.js';

interface ReadoutViewProps {
  readonly experiment: Experiment;
  readonly results: Loaded<Readout>;
  readonly refresh: ReactNode;
}

export function ReadoutView({ experiment, results, refresh }: ReadoutViewProps): ReactNode {
  if (experiment.state === 'draft')
    return (
      <Empty title="Not started">
        <p>
          It assigns nobody yet. Start it when the app asks <code>POST /v1/assignments</code> for it and sends the
          exposures; the readout begins with the first of them.
        </p>
      </Empty>
    );
  return (
    <LoadedView from={results} what="the readout">
      {(readout) => (
        <>
          <div className="readout-head">
            <p className="muted">
              {readout.computed_at === null ? (
                'The warehouse has not been asked yet.'
              ) : (
                <>
                  As of <Time at={readout.computed_at} /> (<Time at={readout.computed_at} relative />)
                </>
              )}
            </p>
            {refresh}
          </div>
          <Notes readout={readout} experiment={experiment} />
          {readout.computed_at === null ? <NoReadout /> : ordered(readout.metrics).map(panelOf)}
        </>
      )}
    </LoadedView>
  );
}

/** The primary metric first, the others as the experiment names them. */
const ordered = (metrics: readonly MetricResult[]): readonly MetricResult[] =>
  metrics.toSorted((one, other) => Number(other.primary) - Number(one.primary));

const panelOf = (metric: MetricResult): ReactNode => (
  <MetricPanel key={`${metric.metric} ${metric.maturity}`} metric={metric} />
);

function NoReadout(): ReactNode {
  return (
    <Empty title="No numbers yet">
      <p>
        The first readout comes with the next scheduled refresh, or when you press <kbd>r</kbd>. It needs exposures (
        <code>POST /v1/exposures</code>) and pledges in the warehouse; both arrive there within minutes.
      </p>
    </Empty>
  );
}

function Notes({ readout, experiment }: { readonly readout: Readout; readonly experiment: Experiment }): ReactNode {
  const notes = readout.notes.map(({ text }) => text);
  if (readout.split.status === 'mismatch')
    notes.unshift('The split is broken: do not trust any effect on this page before its cause is found.');
  if (experiment.state !== 'decided')
    notes.push(
      'Intervals and p hold at the planned end of the experiment. Whoever looks every day and stops at the first p under 0.05 finds a winner in many tests without any.',
    );
  return (
    <Note tone={readout.split.status === 'mismatch' ? 'bad' : 'info'} title="Read this first">
      <ul>
        {notes.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </Note>
  );
}
