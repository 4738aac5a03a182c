import type { ReactNode } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import type { Assessment } from '#libs/contracts';
import type { PledgeAssessment } from '../api.js';
import { AssessmentDetails } from '../components/assessment-details.js';
import { AssessmentVerdict } from '../components/assessment-verdict.js';
import { LoadedView } from '../components/loaded-view.js';
import { OutcomePanel } from '../components/outcome-panel.js';
import { Page } from '../components/page.js';
import { RevisionTable } from '../components/revision-table.js';
import { Waterfall } from '../components/waterfall.js';
import { useItemKeys } from '../row-keys.js';
import { useLoad } from '../use-load.js';

export function PledgePage(): ReactNode {
  const { id = '' } = useParams();
  const [parameters] = useSearchParams();
  const loaded = useLoad<PledgeAssessment>(`/v1/pledges/${encodeURIComponent(id)}/assessment`);
  const address = useItemKeys('/pledges', id, '/assessments');
  const wanted = Number(parameters.get('revision') ?? Number.NaN);

  return (
    <Page title={`Pledge ${id}`} crumb={<Link to={address}>Assessments</Link>}>
      <LoadedView from={loaded} what="the assessment">
        {(latest) => {
          const shown: Assessment = latest.history.find(({ revision }) => revision === wanted) ?? latest;
          return (
            <>
              <div className="columns">
                <AssessmentVerdict assessment={shown} latest={shown.revision === latest.revision} />
                <OutcomePanel pledge={id} />
              </div>
              <div className="columns">
                <div className="stack">
                  <section className="panel" aria-labelledby="why">
                    <h2 id="why">Why this score</h2>
                    <Waterfall assessment={shown} />
                  </section>
                  <RevisionTable history={latest.history} shown={shown.revision} />
                </div>
                <aside className="stack" aria-label="Details">
                  <AssessmentDetails assessment={shown} />
                </aside>
              </div>
            </>
          );
        }}
      </LoadedView>
    </Page>
  );
}
