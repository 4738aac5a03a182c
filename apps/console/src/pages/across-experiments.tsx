import type { ReactNode } from 'react';
import { Link, useNavigate } from 'react-router';
import type { Metric } from '../api.js';
import { InteractionPanel } from '../components/interaction-panel.js';
import { LoadedView } from '../components/loaded-view.js';
import { Page } from '../components/page.js';
import { PortfolioPanel } from '../components/portfolio-panel.js';
import { useShortcuts } from '../shortcuts.js';
import { useLoad } from '../use-load.js';

export function AcrossExperimentsPage(): ReactNode {
  const navigate = useNavigate();
  const metrics = useLoad<readonly Metric[]>('/v1/metrics');
  useShortcuts({ Escape: () => void navigate('/experiments') });
  return (
    <Page
      title="Across experiments"
      crumb={<Link to="/experiments">Experiments</Link>}
      lead={<p>What experiments do to one another, and what all of them bring.</p>}
    >
      <div className="stack">
        <InteractionPanel />
        <LoadedView from={metrics} what="the metrics">
          {(all) => (
            <PortfolioPanel metrics={all.filter(({ kind, units }) => kind !== 'quantile' && units.length > 0)} />
          )}
        </LoadedView>
      </div>
    </Page>
  );
}
