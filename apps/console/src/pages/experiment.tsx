import { useCallback, type ReactNode } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import type { AuditEntry, Experiment, Readout } from '../api.js';
import { Badge } from '../components/badge.js';
import { ChangeTable } from '../components/change-table.js';
import { ExperimentActions } from '../components/experiment-actions.js';
import { ExperimentFacts } from '../components/experiment-facts.js';
import { LoadedView } from '../components/loaded-view.js';
import { Page } from '../components/page.js';
import { ReadoutView } from '../components/readout-view.js';
import { Refresh } from '../components/refresh-button.js';
import { stateTone, stateWords } from '../readout.js';
import { useOpened } from '../row-keys.js';
import { useShortcuts } from '../shortcuts.js';
import { useLoad } from '../use-load.js';

export default function ExperimentPage(): ReactNode {
  const { key = '' } = useParams();
  const navigate = useNavigate();
  const path = `/v1/experiments/${encodeURIComponent(key)}`;
  const loaded = useLoad<Experiment>(path);
  const results = useLoad<Readout>(
    loaded.data === undefined || loaded.data.state === 'draft' ? undefined : `${path}/results`,
  );
  const changes = useLoad<readonly AuditEntry[]>(loaded.data === undefined ? undefined : `${path}/changes`);
  useOpened(key);
  useShortcuts({ Escape: () => void navigate('/experiments') });

  const [reloadExperiment, reloadResults, reloadChanges] = [loaded.reload, results.reload, changes.reload];
  const reload = useCallback(() => {
    reloadExperiment();
    reloadResults();
    reloadChanges();
  }, [reloadExperiment, reloadResults, reloadChanges]);
  const experiment = loaded.data;

  return (
    <Page
      title={experiment?.name ?? key}
      crumb={<Link to="/experiments">Experiments</Link>}
      lead={experiment === undefined ? undefined : <Lead experiment={experiment} />}
      actions={experiment === undefined ? undefined : <ExperimentActions experiment={experiment} onDone={reload} />}
    >
      <LoadedView from={loaded} what="the experiment">
        {(data) => (
          <div className="columns">
            <div className="stack">
              <ReadoutView
                experiment={data}
                results={results}
                refresh={<Refresh experiment={data.key} onDone={reloadResults} />}
              />
              <section className="panel" aria-labelledby="changes">
                <h2 id="changes">Changes</h2>
                <LoadedView from={changes} what="the changes">
                  {(entries) => <ChangeTable entries={entries} />}
                </LoadedView>
              </section>
            </div>
            <ExperimentFacts experiment={data} split={results.data?.split} />
          </div>
        )}
      </LoadedView>
    </Page>
  );
}

function Lead({ experiment }: { readonly experiment: Experiment }): ReactNode {
  return (
    <>
      <p className="row">
        <Badge tone={stateTone[experiment.state]}>{stateWords[experiment.state]}</Badge>
        <code>{experiment.key}</code>
      </p>
      {experiment.hypothesis === null ? null : <p>{experiment.hypothesis}</p>}
    </>
  );
}
