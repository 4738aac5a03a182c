import type { ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { ExperimentPage } from '#libs/contracts';
import { ExperimentTable } from '../components/experiment-table.js';
import { FirstExperiment } from '../components/first-experiment.js';
import { LoadedView } from '../components/loaded-view.js';
import { Page } from '../components/page.js';
import { Pages } from '../components/pages.js';
import { withQuery } from '../http.js';
import { useSession } from '../session.js';
import { useLoad } from '../use-load.js';

export function ExperimentsPage(): ReactNode {
  const [parameters] = useSearchParams();
  const { may } = useSession();
  const after = parameters.get('after') ?? undefined;
  const loaded = useLoad<ExperimentPage>(withQuery('/v1/experiments', { after }));
  return (
    <Page
      title="Experiments"
      lead={<p>Did the change help? Assigned by the API, judged from the warehouse.</p>}
      actions={
        <>
          <Link className="button" to="/experiments/across">
            Across experiments
          </Link>
          {may('experiments:write') ? (
            <Link className="button" to="/experiments/new">
              New experiment
            </Link>
          ) : null}
        </>
      }
    >
      <LoadedView from={loaded} what="experiments">
        {({ experiments, next }) =>
          experiments.length === 0 && after === undefined ? (
            <FirstExperiment />
          ) : (
            <>
              <ExperimentTable experiments={experiments} address={withQuery('/experiments', { after })} />
              <Pages
                first={after === undefined ? undefined : '/experiments'}
                next={next === null ? undefined : withQuery('/experiments', { after: next })}
              />
            </>
          )
        }
      </LoadedView>
    </Page>
  );
}
