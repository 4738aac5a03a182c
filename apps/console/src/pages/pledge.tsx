import type { ReactNode } from 'react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import type { Assessment } from '#libs/contracts';
import type { PledgeAssessment } from '../api.js';
import { AssessmentDetails } from '../components/assessment-details.js';
import { AssessmentVerdict } from '../components/assessment-verdict.js';
import { LoadedView } from '../components/loaded-view.js';
import { Page } from '../components/page.js';
import { RevisionTable } from '../components/revision-table.js';
import { Waterfall } from '../components/waterfall.js';
import { neighbours, useOpened } from '../row-keys.js';
import { useShortcuts } from '../shortcuts.js';
import { useLoad } from '../use-load.js';

const pathOf = (id: string): string => `/pledges/${encodeURIComponent(id)}`;

export function PledgePage(): ReactNode {
  const { id = '' } = useParams();
  const [parameters] = useSearchParams();
  const navigate = useNavigate();
  const loaded = useLoad<PledgeAssessment>(`/v1${pathOf(id)}/assessment`);
  const { address = '/assessments', before, after } = neighbours(id);
  useOpened(id);
  useShortcuts({
    Escape: () => void navigate(address),
    j: () => after !== undefined && void navigate(pathOf(after)),
    k: () => before !== undefined && void navigate(pathOf(before)),
  });
  const wanted = Number(parameters.get('revision') ?? Number.NaN);

  return (
    <Page title={`Pledge ${id}`} crumb={<Link to={address}>Assessments</Link>}>
      <LoadedView from={loaded} what="the assessment">
        {(latest) => {
          const shown: Assessment = latest.history.find(({ revision }) => revision === wanted) ?? latest;
          return (
            <>
              <AssessmentVerdict assessment={shown} latest={shown.revision === latest.revision} />
              <div className="columns">
                <div className="stack">
                  <section className="panel" aria-labelledby="why">
                    <h2 id="why">Why this score</h2>
                    <Waterfall assessment={shown} />
                  </section>
                  <RevisionTable history={latest.history} shown={shown.revision} />
                </div>
                <AssessmentDetails assessment={shown} />
              </div>
            </>
          );
        }}
      </LoadedView>
    </Page>
  );
}
