import type { ReactNode } from 'react';
import type { EmptyReadout, MetricReadout, Readout } from '#libs/contracts';
import { change } from '../format.js';
import { harmsOf, isMismatch, levelOf, lineKey } from '../readout.js';
import type { Loaded } from '../use-load.js';
import { BreakdownPanel } from './breakdown-panel.js';
import { Empty } from './empty.js';
import { FactsThrough } from './facts-through.js';
import { LoadedView } from './loaded-view.js';
import { MetricPanel } from './metric-panel.js';
import { Note } from './note.js';
import { PlanPanel } from './plan-panel.js';
import { Text } from './text.js';
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
                  Read <Time at={readout.refreshed_at} as="ago" />; events until <Time at={readout.data_through} />
                </span>
              ) : null}
            </div>
            {refresh}
          </div>
          {readout.status === 'results' ? <FactsThrough {...readout} /> : null}
          <Notes readout={readout} />
          {readout.status === 'results' && readout.plan !== null ? (
            <PlanPanel plan={readout.plan} isDecided={readout.state === 'decided'} />
          ) : null}
          {readout.status === 'results' ? (
            ordered(readout.metrics).map((metric) => (
              <MetricPanel key={lineKey(metric)} metric={metric} baseline={readout.baseline} />
            ))
          ) : (
            <NoNumbers readout={readout} />
          )}
          {readout.status === 'results' ? <BreakdownPanel readout={readout} /> : null}
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

function Notes({ readout }: { readonly readout: Readout | EmptyReadout }): ReactNode {
  const { notes } = readout;
  const broken = readout.status === 'results' && isMismatch(readout);
  return (
    <>
      {notes.length === 0 ? null : (
        <Note tone={broken ? 'bad' : 'plain'} title={broken ? 'Do not trust the effects below' : 'Read this first'}>
          <ul>
            {notes.map(({ code, text }) => (
              <li key={`${code} ${text}`}>
                <Text>{text}</Text>
              </li>
            ))}
          </ul>
        </Note>
      )}
      {readout.status === 'results' ? <Harms readout={readout} /> : null}
    </>
  );
}

/** A primary metric that won is worth nothing where another one pays for it. */
function Harms({ readout }: { readonly readout: Readout }): ReactNode {
  const harms = harmsOf(readout);
  if (harms.length === 0) return null;
  const isVerdict = harms.some((harm) => harm.isVerdict);
  return (
    <Note
      tone={isVerdict ? 'bad' : 'warn'}
      title={isVerdict ? 'Another metric got worse' : 'Another metric looks worse'}
    >
      <ul>
        {harms.map(({ metric, effect: { variant, relative } }) => (
          <li key={`${metric.metric.key} ${variant}`}>
            {metric.metric.name}: {variant} <strong className="number">{change(relative.estimate)}</strong>,{' '}
            {levelOf(metric)} interval {change(relative.interval.lower)} to {change(relative.interval.upper)}
          </li>
        ))}
      </ul>
      <p>Weigh this before you decide on the primary metric alone.</p>
    </Note>
  );
}
