import { useMemo, type ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { ExperimentPage, ExperimentView } from '#libs/contracts';
import { Badge } from '../components/badge.js';
import { ExperimentSummary } from '../components/experiment-summary.js';
import { FirstExperiment } from '../components/first-experiment.js';
import { LoadedView } from '../components/loaded-view.js';
import { Page } from '../components/page.js';
import { Scroll } from '../components/scroll.js';
import { Time } from '../components/time.js';
import { withQuery } from '../http.js';
import { stateTone, stateWords, weightsOf } from '../readout.js';
import { useRowKeys } from '../row-keys.js';
import { useLoad } from '../use-load.js';

export function ExperimentsPage(): ReactNode {
  const [parameters] = useSearchParams();
  const after = parameters.get('after') ?? undefined;
  const loaded = useLoad<ExperimentPage>(withQuery('/v1/experiments', { after }));
  return (
    <Page title="Experiments" lead={<p>Did the change help? Assigned by the API, judged from the warehouse.</p>}>
      <LoadedView from={loaded} what="experiments">
        {({ experiments, next }) =>
          experiments.length === 0 && after === undefined ? (
            <FirstExperiment />
          ) : (
            <>
              <ExperimentTable experiments={experiments} address={withQuery('/experiments', { after })} />
              {next === null ? null : (
                <nav aria-label="Pages">
                  <Link className="button" to={withQuery('/experiments', { after: next })}>
                    Next page
                  </Link>
                </nav>
              )}
            </>
          )
        }
      </LoadedView>
    </Page>
  );
}

interface ExperimentTableProps {
  readonly experiments: readonly ExperimentView[];
  readonly address: string;
}

function ExperimentTable({ experiments, address }: ExperimentTableProps): ReactNode {
  const keys = useMemo(() => experiments.map(({ key }) => key), [experiments]);
  useRowKeys(address, keys);
  return (
    <Scroll label="Experiments">
      <table className="list">
        <thead>
          <tr>
            <th>Experiment</th>
            <th className="wide-only">State</th>
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
                  {experiment.key}
                </Link>
                <div className="small muted clamp">{experiment.hypothesis}</div>
                <div className="narrow-only">
                  <Badge tone={stateTone[experiment.state]}>{stateWords[experiment.state]}</Badge>
                </div>
              </td>
              <td className="wide-only nowrap">
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
