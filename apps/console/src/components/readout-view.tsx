import type { ReactNode } from 'react';
import type { EmptyReadout, MetricReadout, Readout } from '#libs/contracts';
import type { Loaded } from '../use-load.js';
import { Empty } from './empty.js';
import { LoadedView } from './loaded-view.js';
import { MetricPanel } from './metric-panel.js';
import { Note } from './note.js';
import { Time } from './time.js';

interface ReadoutViewProps {
  readonly results: Loaded<Readout | EmptyReadout>;
  readonly state: ReactNode;
  readonly refresh: ReactNode;
}

/** What is known of the experiment so far: when it was read, what to know before believing it, and each metric. */
export function ReadoutView({ results, state, refresh }: ReadoutViewProps): ReactNode {
  return (
    <LoadedView from={results} what="the readout">
      {(readout) => (
        <>
          <div className="readout-head">
            <div className="row">
              {state}
              {readout.status === 'results' ? (
                <span className="muted">
                  Read <Time at={readout.refreshed_at} relative />, with events until <Time at={readout.data_through} />
                </span>
              ) : null}
            </div>
            {refresh}
          </div>
          <Notes notes={readout.notes} />
          {readout.status === 'results' ? (
            ordered(readout.metrics).map((metric) => <MetricPanel key={metric.metric.key} metric={metric} />)
          ) : (
            <NoNumbers readout={readout} />
          )}
        </>
      )}
    </LoadedView>
  );
}

/** The primary metric first, the others as the experiment names them. */
const ordered = (metrics: readonly MetricReadout[]): readonly MetricReadout[] =>
  metrics.toSorted((one, other) => Number(other.primary) - Number(one.primary));

function NoNumbers({ readout }: { readonly readout: EmptyReadout }): ReactNode {
  return (
    <Empty title={readout.state === 'draft' ? 'Not started' : 'No numbers yet'}>
      <p>{readout.next_step}</p>
      <p className="muted">
        Numbers need exposures (<code>POST /v1/exposures</code>) and pledges; both are in the warehouse minutes later.
      </p>
    </Empty>
  );
}

function Notes({ notes }: Pick<Readout, 'notes'>): ReactNode {
  if (notes.length === 0) return null;
  const broken = notes.some(({ code }) => code === 'sample_ratio_mismatch');
  return (
    <Note tone={broken ? 'bad' : 'info'} title={broken ? 'Do not trust the effects below' : 'Read this first'}>
      <ul>
        {notes.map(({ code, text }) => (
          <li key={`${code} ${text}`}>{text}</li>
        ))}
      </ul>
    </Note>
  );
}
