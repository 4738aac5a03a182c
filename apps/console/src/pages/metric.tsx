import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import type { MetricPageData, MetricVersion } from '../api.js';
import { ArchiveButton } from '../components/archive-button.js';
import { CertificatePanel } from '../components/certificate-panel.js';
import { DataTable, type Column } from '../components/data-table.js';
import { LoadedView } from '../components/loaded-view.js';
import { MetricFacts } from '../components/metric-facts.js';
import { Note } from '../components/note.js';
import { Page } from '../components/page.js';
import { Time } from '../components/time.js';
import { words } from '../format.js';
import { useWayBack } from '../row-keys.js';
import { useSession } from '../session.js';
import { useLoad } from '../use-load.js';

export function MetricPage(): ReactNode {
  const { key = '' } = useParams();
  const { may } = useSession();
  const path = `/v1/metrics/${encodeURIComponent(key)}`;
  const loaded = useLoad<MetricPageData>(path);
  const versions = useLoad<readonly MetricVersion[]>(`${path}/versions`);
  useWayBack(key, '/metrics');
  const metric = loaded.data;
  const isOpen = metric !== undefined && !metric.built_in && metric.archived_at === null && may('experiments:write');
  return (
    <Page
      title={metric?.name ?? 'Metric'}
      crumb={<Link to="/metrics">Metrics</Link>}
      lead={metric === undefined ? undefined : <p className="prose">{metric.description}</p>}
      actions={
        isOpen ? (
          <>
            <Link className="button" to={`/metrics/${key}/change`}>
              Change
            </Link>
            <ArchiveButton
              path={path}
              what={`the metric “${metric.name}”`}
              consequence="New experiments no longer take it. Those that have started keep it."
              onDone={loaded.reload}
            />
          </>
        ) : undefined
      }
    >
      <LoadedView from={loaded} what="the metric">
        {(data) => (
          <div className="columns">
            <div className="stack">
              {data.archived_at === null ? null : (
                <Note title="Archived">
                  <p>
                    Since <Time at={data.archived_at} as="day" /> no new experiment takes it.
                  </p>
                </Note>
              )}
              <MetricFacts metric={data} />
              <CertificatePanel metric={data} />
              <section className="panel" aria-labelledby="versions">
                <h2 id="versions">Versions</h2>
                <LoadedView from={versions} what="its versions">
                  {(rows) => (
                    <DataTable
                      caption="Versions of the metric"
                      rows={rows}
                      keyOf={({ version }) => version}
                      columns={versionColumns}
                    />
                  )}
                </LoadedView>
              </section>
            </div>
            <aside className="stack" aria-label="Who uses it">
              <Users experiments={data.experiments} />
            </aside>
          </div>
        )}
      </LoadedView>
    </Page>
  );
}

const versionColumns: readonly Column<MetricVersion>[] = [
  { name: 'Version', heading: true, nowrap: true, cell: ({ version }) => version },
  { name: 'By', cell: ({ created_by }) => created_by.name },
  { name: 'When', nowrap: true, cell: ({ created_at }) => <Time at={created_at} /> },
  { name: 'Why', cell: ({ note }) => note ?? <span className="muted">–</span> },
];

function Users({ experiments }: Pick<MetricPageData, 'experiments'>): ReactNode {
  return (
    <section className="panel" aria-labelledby="users">
      <h2 id="users">Experiments</h2>
      {experiments.length === 0 ? <p className="muted">None has it yet.</p> : null}
      <ul className="plain-list">
        {experiments.map(({ key, state, version }) => (
          <li key={`${key} ${version ?? ''}`}>
            <Link to={`/experiments/${encodeURIComponent(key)}`}>{key}</Link>{' '}
            <span className="muted">
              {words(state).toLowerCase()}, {version === null ? 'the latest version' : `version ${version}`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
