import { useCallback, type ReactNode } from 'react';
import type { SourceView } from '#libs/contracts';
import type { Job, Json, Publication, WarehouseStatus } from '../api.js';
import { CodeBlock } from '../components/code-block.js';
import { Empty } from '../components/empty.js';
import { JobTable } from '../components/job-table.js';
import { LoadButton } from '../components/load-button.js';
import { LoadedView } from '../components/loaded-view.js';
import { Page } from '../components/page.js';
import { PublicationTable } from '../components/publication-table.js';
import { WarehouseFigures } from '../components/warehouse-figures.js';
import { WarehouseTable } from '../components/warehouse-table.js';
import { useLoad } from '../use-load.js';

const everyMs = 10_000;

export function WarehousePage(): ReactNode {
  const status = useLoad<WarehouseStatus>('/v1/warehouse', everyMs);
  const sources = useLoad<readonly Json<SourceView>[]>('/v1/sources', everyMs);
  const loads = useLoad<readonly Job[]>('/v1/jobs?name=warehouse_load&limit=10', everyMs);
  const publications = useLoad<readonly Publication[]>('/v1/publications');
  const [reloadStatus, reloadLoads] = [status.reload, loads.reload];
  const reload = useCallback(() => {
    reloadStatus();
    reloadLoads();
  }, [reloadStatus, reloadLoads]);

  return (
    <Page
      title="Warehouse"
      lead={<p>How new is what readouts and questions are answered from?</p>}
      actions={<LoadButton onDone={reload} />}
    >
      <LoadedView from={status} what="the warehouse">
        {(data) => (
          <>
            <WarehouseFigures status={data} />
            {data.tables.length === 0 ? (
              <NothingLoaded />
            ) : (
              <WarehouseTable status={data} sources={sources.data ?? []} />
            )}
          </>
        )}
      </LoadedView>
      <section className="panel" aria-labelledby="loads">
        <h2 id="loads">Loads that somebody asked for</h2>
        <LoadedView from={loads} what="loads">
          {(list) =>
            list.length === 0 ? (
              <p className="muted">None so far: what happens is loaded every few minutes without being asked for.</p>
            ) : (
              <JobTable jobs={list} caption="Loads" address="/warehouse" onChange={loads.reload} />
            )
          }
        </LoadedView>
      </section>
      <section className="panel" aria-labelledby="published">
        <h2 id="published">What may be asked about</h2>
        <LoadedView from={publications} what="what is published">
          {(list) => <PublicationTable publications={list} />}
        </LoadedView>
        <p className="small muted">
          A company&rsquo;s table is published by an admin:{' '}
          <code className="value">PUT /v1/publications/snapshot.shop_projects</code>
        </p>
      </section>
    </Page>
  );
}

function NothingLoaded(): ReactNode {
  return (
    <Empty title="Nothing is loaded yet">
      <p>
        Events come into the log over HTTP, from there into the buckets, and are loaded from these; a company&rsquo;s
        tables come as snapshots of a source. A worker has to run.
      </p>
      <CodeBlock text="npx verdict warehouse status" label="The same on the command line" />
    </Empty>
  );
}
