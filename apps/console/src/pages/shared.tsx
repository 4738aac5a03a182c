import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import type { SharedLook } from '#libs/contracts';
import { FactsThrough } from '../components/facts-through.js';
import { LoadedView } from '../components/loaded-view.js';
import { MetricPanel } from '../components/metric-panel.js';
import { Page } from '../components/page.js';
import { PlanPanel } from '../components/plan-panel.js';
import { SplitPanel } from '../components/split-panel.js';
import { Text } from '../components/text.js';
import { Time } from '../components/time.js';
import { calendarDay } from '../format.js';
import { lookKindWords } from '../plan-words.js';
import { lineKey } from '../readout.js';
import { useLoad } from '../use-load.js';

/** One look of an experiment for whoever has its address: as it was seen, and nothing that leads further. */
export default function SharedPage(): ReactNode {
  const { token = '' } = useParams();
  const path = `/v1/shared/${encodeURIComponent(token)}`;
  const loaded = useLoad<SharedLook>(path);
  const shared = loaded.data;
  return (
    <Page
      title={shared?.experiment ?? 'A shared look'}
      lead={shared === undefined ? undefined : <p>{shared.hypothesis}</p>}
      actions={
        shared === undefined ? undefined : (
          <>
            <a href={`${path}?format=csv`}>CSV</a>
            <a href={path}>JSON</a>
          </>
        )
      }
    >
      <LoadedView from={loaded} what="the look">
        {(look) => <Look shared={look} />}
      </LoadedView>
    </Page>
  );
}

function Look({ shared: { look, readout, expires_at } }: { readonly shared: SharedLook }): ReactNode {
  const { plan, metrics, notes } = readout;
  return (
    <div className="columns">
      <div className="stack">
        <p className="muted">
          {lookKindWords[look.kind]} look {look.number}: what was known until{' '}
          {calendarDay(look.data_through.slice(0, 10))}, taken <Time at={look.taken_at} />. This address is good until{' '}
          <Time at={expires_at} />.
        </p>
        <FactsThrough {...readout} />
        {notes.length === 0 ? null : (
          <ul className="remarks small muted">
            {notes.map(({ code, text }) => (
              <li key={`${code} ${text}`}>
                <Text>{text}</Text>
              </li>
            ))}
          </ul>
        )}
        {plan === null ? null : <PlanPanel plan={plan} />}
        {metrics
          .toSorted((one, other) => Number(other.primary) - Number(one.primary))
          .map((metric) => (
            <MetricPanel key={lineKey(metric)} metric={metric} baseline={readout.baseline} />
          ))}
      </div>
      <aside className="stack" aria-label="Split">
        <SplitPanel {...readout} />
      </aside>
    </div>
  );
}
