import type { ReactNode } from 'react';
import type { BreakdownView, FactView, LevelView, MetricReadout, Readout } from '#libs/contracts';
import { words } from '../format.js';
import { levelText } from '../level-words.js';
import { useSession } from '../session.js';
import { useLoad } from '../use-load.js';
import { BreakdownForm } from './breakdown-form.js';
import { BreakdownTable } from './breakdown-table.js';
import { LoadedView } from './loaded-view.js';
import { Note } from './note.js';
import { QueryLink } from './query-link.js';
import { Time } from './time.js';

/** Nothing of it waits for its job any more. */
const isSettled = (all: readonly BreakdownView[]): boolean =>
  all.every(({ answer, error }) => answer !== null || error !== null);

/** Effects by what was known of units when they were exposed: those that were asked for, and a form to ask for more. */
export function BreakdownPanel({ readout }: { readonly readout: Readout }): ReactNode {
  const { may } = useSession();
  const path = `/v1/experiments/${encodeURIComponent(readout.experiment)}/breakdowns`;
  const loaded = useLoad<readonly BreakdownView[]>(path, 2_000, isSettled);
  const mayAsk = may('experiments:write');
  const facts = useLoad<readonly FactView[]>(mayAsk ? '/v1/facts' : undefined);
  return (
    <section className="panel" aria-labelledby="breakdowns">
      <h2 id="breakdowns">Effects by level</h2>
      <p className="small muted">
        Is it as good for everybody? Units are told apart by what was known of them at their first exposure: by the last
        row of a fact until then.
      </p>
      <LoadedView from={loaded} what="the effects by level">
        {(all) => all.map((one) => <Breakdown key={one.id} of={one} metrics={readout.metrics} />)}
      </LoadedView>
      {facts.data === undefined ? null : (
        <BreakdownForm experiment={readout.experiment} facts={facts.data} onAsked={loaded.reload} />
      )}
    </section>
  );
}

/** Where units are lost or added by variant, no effect can be trusted. */
function BrokenSplits({ levels }: { readonly levels: readonly LevelView[] }): ReactNode {
  const broken = levels.filter(({ split }) => split.kind === 'estimate' && split.mismatch);
  if (broken.length === 0) return null;
  return (
    <Note tone="bad" title="The split of some levels is broken">
      <p>
        Units are not split as planned where it says: {broken.map(levelText).join(', ')}. Do not trust the effects
        there, and find out why.
      </p>
    </Note>
  );
}

interface BreakdownProps {
  readonly of: BreakdownView;
  readonly metrics: readonly MetricReadout[];
}

function Breakdown({ of: { fact, column, asked_by, asked_at, error, answer }, metrics }: BreakdownProps): ReactNode {
  return (
    <details>
      <summary>
        By {words(column).toLowerCase()} of {words(fact).toLowerCase()}
        <small className="muted">
          {' '}
          asked by {asked_by} <Time at={asked_at} as="ago" />
        </small>
      </summary>
      {error === null ? null : (
        <Note tone="bad" title="There is no answer">
          <p>{error}</p>
        </Note>
      )}
      {answer === null && error === null ? <p className="muted">The warehouse is being read.</p> : null}
      {answer === null ? null : (
        <>
          {answer.broken === null ? null : (
            <Note tone="bad" title="Do not trust these effects">
              <p>{answer.broken}</p>
            </Note>
          )}
          <BrokenSplits levels={answer.metrics[0]?.levels ?? []} />
          <p className="small muted">
            {answer.text} As of <Time at={answer.data_through} />.
          </p>
          {answer.metrics.map((found) => {
            const readout = metrics.find(({ metric, reading }) => metric.key === found.metric && reading === 'all');
            return readout === undefined ? null : (
              <BreakdownTable key={found.metric} metric={readout.metric} found={found} alpha={answer.alpha} />
            );
          })}
          <QueryLink query={answer.query} />
        </>
      )}
    </details>
  );
}
