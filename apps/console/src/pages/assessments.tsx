import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import type { AssessmentPage } from '../api.js';
import { AssessmentFilters, filterNames } from '../components/assessment-filters.js';
import { AssessmentTable } from '../components/assessment-table.js';
import { FirstPledge } from '../components/first-pledge.js';
import { LoadedView } from '../components/loaded-view.js';
import { Page } from '../components/page.js';
import { Pages } from '../components/pages.js';
import { withQuery } from '../http.js';
import { useLoad } from '../use-load.js';

export function AssessmentsPage(): ReactNode {
  const [parameters] = useSearchParams();
  const filtered = filterNames.some((name) => parameters.has(name));
  const query = Object.fromEntries(parameters);
  const loaded = useLoad<AssessmentPage>(withQuery('/v1/assessments', { order: 'score', ...query }));

  return (
    <Page
      title="Assessments"
      lead={<p>Pledges as they were scored. The score is the probability of payment fraud in percent.</p>}
    >
      <AssessmentFilters key={parameters.toString()} />
      <LoadedView from={loaded} what="assessments">
        {({ assessments, next_cursor }) =>
          assessments.length === 0 ? (
            <FirstPledge filtered={filtered} />
          ) : (
            <>
              <AssessmentTable assessments={assessments} address={withQuery('/assessments', query)} />
              <Pages
                first={
                  parameters.has('cursor') ? withQuery('/assessments', { ...query, cursor: undefined }) : undefined
                }
                next={next_cursor === null ? undefined : withQuery('/assessments', { ...query, cursor: next_cursor })}
              />
            </>
          )
        }
      </LoadedView>
    </Page>
  );
}
