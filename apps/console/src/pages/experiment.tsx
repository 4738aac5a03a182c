import { useCallback, type ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import type { EmptyReadout, ExperimentChangePage, ExperimentDetail, Readout } from '#libs/contracts';
import { Badge } from '../components/badge.js';
import { DraftReview } from '../components/draft-review.js';
import { ExperimentActions } from '../components/experiment-actions.js';
import { ExperimentHistory } from '../components/experiment-history.js';
import { ExperimentFacts } from '../components/experiment-facts.js';
import { ExperimentSchedule } from '../components/experiment-schedule.js';
import { LoadedView } from '../components/loaded-view.js';
import { Page } from '../components/page.js';
import { WarningList } from '../components/warning-list.js';
import { ReadoutView } from '../components/readout-view.js';
import { Refresh } from '../components/refresh-button.js';
import { SharePanel } from '../components/share-panel.js';
import { SplitPanel } from '../components/split-panel.js';
import { stateTone, stateWords } from '../readout.js';
import { experimentWriting, hasWritten } from '../has-written.js';
import { useItemKeys } from '../row-keys.js';
import { useSession } from '../session.js';
import { useLoad } from '../use-load.js';

export default function ExperimentPage(): ReactNode {
  const { key = '' } = useParams();
  const path = `/v1/experiments/${encodeURIComponent(key)}`;
  const loaded = useLoad<ExperimentDetail>(path);
  const results = useLoad<Readout | EmptyReadout>(`${path}/results`);
  const changes = useLoad<ExperimentChangePage>(`${path}/changes`);
  const address = useItemKeys('/experiments', key, '/experiments');

  const [reloadExperiment, reloadResults, reloadChanges] = [loaded.reload, results.reload, changes.reload];
  const reload = useCallback(() => {
    reloadExperiment();
    reloadResults();
    reloadChanges();
  }, [reloadExperiment, reloadResults, reloadChanges]);
  const experiment = loaded.data;
  const { person, may } = useSession();
  const looks = (results.data?.status === 'results' ? results.data.plan?.looks : undefined) ?? [];
  const isOwn = changes.data && hasWritten(person, changes.data.changes, experimentWriting);

  return (
    <Page
      title={key}
      crumb={<Link to={address}>Experiments</Link>}
      lead={experiment === undefined ? undefined : <p>{experiment.hypothesis}</p>}
      actions={
        experiment === undefined ? undefined : (
          <ExperimentActions experiment={experiment} isOwn={isOwn} onDone={reload} />
        )
      }
    >
      <LoadedView from={loaded} what="the experiment">
        {(data) => (
          <div className="columns">
            <div className="stack">
              {data.state === 'draft' ? (
                <DraftReview
                  author={data.review.author}
                  approvedBy={data.review.approved_by}
                  needsApproval={data.review.needs_approval}
                  isOwn={isOwn === true}
                  verb="started"
                />
              ) : null}
              <WarningList warnings={data.warnings} />
              <ReadoutView
                results={results}
                state={<Badge tone={stateTone[data.state]}>{stateWords[data.state]}</Badge>}
                refresh={data.state === 'draft' ? null : <Refresh experiment={data.key} onDone={reloadResults} />}
              />
              <section className="panel" aria-labelledby="changes">
                <h2 id="changes">Changes</h2>
                <LoadedView from={changes} what="the changes">
                  {(page) => <ExperimentHistory experiment={data} changes={page.changes} onDone={reload} />}
                </LoadedView>
              </section>
            </div>
            <aside className="stack" aria-label="Split and set-up">
              {results.data?.status === 'results' ? <SplitPanel {...results.data} /> : null}
              <ExperimentSchedule experiment={data} onDone={reload} />
              {looks.length > 0 && may('experiments:write') ? <SharePanel experiment={data.key} looks={looks} /> : null}
              <ExperimentFacts experiment={data} />
            </aside>
          </div>
        )}
      </LoadedView>
    </Page>
  );
}
