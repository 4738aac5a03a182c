import { useMemo, type ReactNode } from 'react';
import { Link } from 'react-router';
import type { Experiment } from '../api.js';
import { Badge } from '../components/badge.js';
import { ExperimentSummary } from '../components/experiment-summary.js';
import { FirstExperiment } from '../components/first-experiment.js';
import { LoadedView } from '../components/loaded-view.js';
import { Page } from '../components/page.js';
import { Scroll } from '../components/scroll.js';
import { Time } from '../components/time.js';
import { stateTone, stateWords, weightsOf } from '../readout.js';
import { useRowKeys } from '../row-keys.js';
import { useLoad } from '../use-load.js';

export function ExperimentsPage(): ReactNode {
  const loaded = useLoad<readonly Experiment[]>('/v1/experiments');
  return (
    <Page title="Experiments" lead={<p>Did the change help? Assigned by the API, judged from the warehouse.</p>}>
      <LoadedView from={loaded} what="experiments">
        {(experiments) =>
          experiments.length === 0 ? <FirstExperiment /> : <ExperimentTable experiments={experiments} />
        }
      </LoadedView>
    </Page>
  );
}

function ExperimentTable({ experiments }: { readonly experiments: readonly Experiment[] }): ReactNode {
  const keys = useMemo(() => experiments.map(({ key }) => key), [experiments]);
  useRowKeys('/experiments', keys);
  return (
    <Scroll label="Experiments">
      <table className="list">
        <thead>
          <tr>
            <th>Experiment</th>
            <th>State</th>
            <th className="wide-only">Variants</th>
            <th>Primary effect</th>
            <th>Split</th>
            <th className="wide-only">Started</th>
          </tr>
        </thead>
        <tbody>
          {experiments.map((experiment) => (
            <tr key={experiment.key}>
              <td>
                <Link to={`/experiments/${encodeURIComponent(experiment.key)}`} data-row={experiment.key}>
                  {experiment.name}
                </Link>
                <div className="small muted">
                  <code>{experiment.key}</code>
                </div>
              </td>
              <td className="nowrap">
                <Badge tone={stateTone[experiment.state]}>{stateWords[experiment.state]}</Badge>
              </td>
              <td className="wide-only">
                {experiment.variants.map(({ key }) => key).join(', ')}
                <div className="small muted number">{weightsOf(experiment)}</div>
              </td>
              <ExperimentSummary experiment={experiment} />
              <td className="wide-only nowrap">
                {experiment.started_at === null ? (
                  <span className="muted">–</span>
                ) : (
                  <Time at={experiment.started_at} />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
