import type { ReactNode } from 'react';
import type { Report } from '../api.js';
import { FirstReport } from '../components/first-report.js';
import { LoadedView } from '../components/loaded-view.js';
import { Page } from '../components/page.js';
import { ReportTable } from '../components/report-table.js';
import { useLoad } from '../use-load.js';

const everyMs = 5_000;

export function ReportsPage(): ReactNode {
  const loaded = useLoad<readonly Report[]>('/v1/reports', everyMs);
  return (
    <Page
      title="Reports"
      lead={<p>What was asked of the warehouse by name, without SQL. Each answer stays as it was.</p>}
    >
      <LoadedView from={loaded} what="reports">
        {(reports) => (reports.length === 0 ? <FirstReport /> : <ReportTable reports={reports} />)}
      </LoadedView>
    </Page>
  );
}
