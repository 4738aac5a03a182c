import type { ReactNode } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import type { Fact, Metric } from '../api.js';
import { LoadedView } from '../components/loaded-view.js';
import { MetricForm } from '../components/metric-form.js';
import { Page } from '../components/page.js';
import { useShortcuts } from '../shortcuts.js';
import { useLoad } from '../use-load.js';

export function NewMetricPage(): ReactNode {
  const navigate = useNavigate();
  const facts = useLoad<readonly Fact[]>('/v1/facts');
  useShortcuts({ Escape: () => void navigate('/metrics') });
  return (
    <Page
      title="New metric"
      crumb={<Link to="/metrics">Metrics</Link>}
      lead={<p>What is measured of each unit, over which fact, within one window for all.</p>}
    >
      <LoadedView from={facts} what="the facts">
        {(list) => <MetricForm facts={list} onKept={({ key }) => void navigate(`/metrics/${key}`)} />}
      </LoadedView>
    </Page>
  );
}

export function ChangeMetricPage(): ReactNode {
  const { key = '' } = useParams();
  const navigate = useNavigate();
  const facts = useLoad<readonly Fact[]>('/v1/facts');
  const loaded = useLoad<Metric>(`/v1/metrics/${encodeURIComponent(key)}`);
  useShortcuts({ Escape: () => void navigate(`/metrics/${key}`) });
  return (
    <Page
      title="Change the metric"
      crumb={<Link to={`/metrics/${key}`}>{loaded.data?.name ?? 'The metric'}</Link>}
      lead={<p>A new version, which experiments take that start from now on.</p>}
    >
      <LoadedView from={facts} what="the facts">
        {(list) => (
          <LoadedView from={loaded} what="the metric">
            {(metric) => <MetricForm facts={list} metric={metric} onKept={() => void navigate(`/metrics/${key}`)} />}
          </LoadedView>
        )}
      </LoadedView>
    </Page>
  );
}
