import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import type { Report } from '../api.js';
import { LoadedView } from '../components/loaded-view.js';
import { Page } from '../components/page.js';
import { ReportView } from '../components/report-view.js';
import { reportWords } from '../report-words.js';
import { useItemKeys } from '../row-keys.js';
import { useLoad } from '../use-load.js';

const isSettled = ({ state }: Report): boolean => state !== 'waiting';

export function ReportPage(): ReactNode {
  const { id = '' } = useParams();
  const loaded = useLoad<Report>(`/v1/reports/${encodeURIComponent(id)}`, 1_000, isSettled);
  const address = useItemKeys('/reports', id, '/reports');
  const words = loaded.data === undefined ? undefined : reportWords[loaded.data.request.kind];
  return (
    <Page
      title={words?.name ?? 'Report'}
      crumb={<Link to={address}>Reports</Link>}
      lead={words === undefined ? undefined : <p>{words.question}</p>}
    >
      <LoadedView from={loaded} what="the report">
        {(report) => <ReportView report={report} reload={loaded.reload} />}
      </LoadedView>
    </Page>
  );
}
