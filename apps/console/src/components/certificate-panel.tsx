import type { ReactNode } from 'react';
import type { MetricCertificateView, RefreshAnswer } from '#libs/contracts';
import type { Metric } from '../api.js';
import { integer, percent, words } from '../format.js';
import { call } from '../http.js';
import { meanText } from '../readout.js';
import { useSession } from '../session.js';
import { useAction } from '../use-action.js';
import { useLoad } from '../use-load.js';
import { Badge, type Tone } from './badge.js';
import { Button } from './button.js';
import { LoadedView } from './loaded-view.js';
import { QueryLink } from './query-link.js';
import { Refusal } from './refusal.js';
import { Text } from './text.js';
import { Time } from './time.js';

/** What a metric was before any experiment, and whether its test finds as little as it says where there is nothing. */
export function CertificatePanel({ metric }: { readonly metric: Metric }): ReactNode {
  const { may } = useSession();
  const { busy, error, run } = useAction();
  const path = `/v1/metrics/${encodeURIComponent(metric.key)}/certificates`;
  const loaded = useLoad<readonly MetricCertificateView[]>(path, 5_000);
  const ask = (): void => void run(() => call<RefreshAnswer>('POST', path, {}));
  const mayAsk = may('experiments:write') && metric.archived_at === null && metric.kind !== 'quantile';
  return (
    <section className="panel" aria-labelledby="certificate">
      <div className="panel-head">
        <h2 id="certificate">A/A certificate</h2>
        {mayAsk ? (
          <Button onClick={ask} busy={busy}>
            {busy ? 'Asking …' : 'Certify anew'}
          </Button>
        ) : null}
      </div>
      <p className="small muted">
        Units of the past are divided by chance, again and again: whatever its test finds between the halves is a false
        alarm.
      </p>
      {error === undefined ? null : <Refusal error={error} onRetry={ask} />}
      <LoadedView from={loaded} what="its certificates">
        {(all) =>
          all.length === 0 ? (
            <p className="muted">There is none yet.</p>
          ) : (
            latestOf(all).map((one) => <Certificate key={one.id} metric={metric} of={one} />)
          )
        }
      </LoadedView>
    </section>
  );
}

/** Of each type of unit. */
const latestOf = (all: readonly MetricCertificateView[]): readonly MetricCertificateView[] =>
  all.filter((one, index) => all.findIndex(({ unit }) => unit === one.unit) === index);

function Certificate({ metric, of }: { readonly metric: Metric; readonly of: MetricCertificateView }): ReactNode {
  const { baseline, false_alarms: found, version, unit, days, made_at } = of;
  return (
    <>
      <p>
        <Badge tone={toneOf(of)}>{verdictText(of)}</Badge> <Text>{of.text}</Text>
      </p>
      <dl className="facts">
        <dt>Of</dt>
        <dd>
          {words(unit)}s first seen on {integer(days)} days, version {version}, <Time at={made_at} as="ago" />
          {version === metric.version ? null : <div className="small muted">Of an earlier version of the metric.</div>}
        </dd>
        <dt>It was</dt>
        <dd>
          {baseline.kind === 'baseline' ? (
            <>
              {meanText(metric, baseline.mean)} on average, standard deviation{' '}
              {meanText(metric, baseline.standard_deviation)}, of {integer(baseline.units)} units with closed windows
            </>
          ) : (
            baseline.detail
          )}
        </dd>
        {found.kind === 'certificate' ? (
          <>
            <dt>False alarms</dt>
            <dd className="number">
              {percent(found.rate)} ({percent(found.interval.lower)} to {percent(found.interval.upper)}), {found.above}{' '}
              above zero and {found.below} below, of {integer(found.draws)}
            </dd>
          </>
        ) : null}
      </dl>
      <QueryLink query={of.query} />
    </>
  );
}

function toneOf({ false_alarms: found }: MetricCertificateView): Tone {
  if (found.kind !== 'certificate') return 'plain';
  return found.verdict === 'passed' ? 'good' : 'bad';
}

function verdictText({ false_alarms: found }: MetricCertificateView): string {
  if (found.kind !== 'certificate') return 'Not told';
  return found.verdict === 'passed' ? 'Passed' : 'Failed';
}
