import type { ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { Fact, Metric } from '../api.js';
import { Empty } from '../components/empty.js';
import { FactTable } from '../components/fact-table.js';
import { LoadedView } from '../components/loaded-view.js';
import { MetricTable } from '../components/metric-table.js';
import { Page } from '../components/page.js';
import { withQuery } from '../http.js';
import { useSession } from '../session.js';
import { useLoad } from '../use-load.js';

const lists = [
  ['In use', undefined],
  ['Archived', 'true'],
] as const;

export function MetricsPage(): ReactNode {
  const { may } = useSession();
  const [parameters] = useSearchParams();
  const archived = parameters.get('archived') === 'true' ? 'true' : undefined;
  const metrics = useLoad<readonly Metric[]>(withQuery('/v1/metrics', { archived }));
  const facts = useLoad<readonly Fact[]>(withQuery('/v1/facts', { archived }));
  return (
    <Page
      title="Metrics"
      lead={<p>What experiments are judged by, and the facts of the warehouse that it is measured over.</p>}
      actions={
        may('experiments:write') ? (
          <>
            <Link className="button primary" to="/metrics/new">
              New metric
            </Link>
            <Link className="button" to="/facts/new">
              New fact
            </Link>
          </>
        ) : undefined
      }
    >
      <nav className="row" aria-label="Which metrics">
        {lists.map(([name, value]) => (
          <Link
            key={name}
            className="chip"
            to={withQuery('/metrics', { archived: value })}
            aria-current={value === archived ? 'true' : undefined}
          >
            {name}
          </Link>
        ))}
      </nav>
      <LoadedView from={metrics} what="metrics">
        {(rows) =>
          rows.length === 0 ? (
            <Empty title={archived === undefined ? 'No metrics' : 'No archived metrics'}>
              <p>The ready-made ones are written when the database is migrated.</p>
            </Empty>
          ) : (
            <MetricTable metrics={rows} address={withQuery('/metrics', { archived })} />
          )
        }
      </LoadedView>
      <section className="stack" aria-labelledby="facts">
        <h2 id="facts">Facts</h2>
        <LoadedView from={facts} what="facts">
          {(rows) => (rows.length === 0 ? <p className="muted">None.</p> : <FactTable facts={rows} />)}
        </LoadedView>
      </section>
    </Page>
  );
}
