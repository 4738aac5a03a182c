import { useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import type { InteractionPair, InteractionScanView, NoInteractionScan, RefreshAnswer } from '#libs/contracts';
import { pValue, words } from '../format.js';
import { call } from '../http.js';
import { differenceText } from '../readout.js';
import { useSession } from '../session.js';
import { useAction } from '../use-action.js';
import { useLoad } from '../use-load.js';
import { Badge } from './badge.js';
import { Button } from './button.js';
import { DataTable, type Column } from './data-table.js';
import { LoadedView } from './loaded-view.js';
import { QueryLink } from './query-link.js';
import { Refusal } from './refusal.js';
import { Text } from './text.js';
import { Time } from './time.js';

/** Which running experiments change each other's effects. */
export function InteractionPanel(): ReactNode {
  const { may } = useSession();
  const { busy, error, run } = useAction();
  const [asked, setAsked] = useState(false);
  // A job answers: the page looks for it until it is left.
  const loaded = useLoad<InteractionScanView | NoInteractionScan>('/v1/interactions', asked ? 3_000 : undefined);
  const ask = (): void =>
    void run(async () => {
      await call<RefreshAnswer>('POST', '/v1/interactions');
      setAsked(true);
    });
  return (
    <section className="panel" aria-labelledby="interactions">
      <div className="panel-head">
        <h2 id="interactions">Experiments that change each other</h2>
        {may('experiments:write') ? (
          <Button onClick={ask} busy={busy}>
            {busy ? 'Asking …' : 'Scan now'}
          </Button>
        ) : null}
      </div>
      {error === undefined ? null : <Refusal error={error} onRetry={ask} />}
      <LoadedView from={loaded} what="the scan">
        {(found) => <Scan of={found} />}
      </LoadedView>
    </section>
  );
}

function Scan({ of }: { readonly of: InteractionScanView | NoInteractionScan }): ReactNode {
  if (of.kind === 'no_scan') return <p className="muted">Nothing has been scanned yet; it is, once a day.</p>;
  if (of.kind === 'insufficient_data') return <p className="muted">{of.detail}</p>;
  const [first] = of.pairs;
  return (
    <>
      <p>
        <Text>{of.text}</Text>{' '}
        <span className="small muted">
          Scanned <Time at={of.scanned_at} as="ago" />.
        </span>
      </p>
      {of.pairs.length === 0 ? null : (
        <DataTable
          caption="Pairs of experiments"
          rows={of.pairs}
          keyOf={({ first: one, second, metric }) => `${one} ${second} ${metric}`}
          columns={columns}
        />
      )}
      {of.left_out.length === 0 ? null : (
        <details className="small">
          <summary>{of.left_out.length} not judged: they share too few units</summary>
          <ul className="plain-list">
            {of.left_out.map(({ first: one, second, metric, why }) => (
              <li key={`${one} ${second} ${metric}`}>
                {one} and {second} on {words(metric).toLowerCase()}: <Text>{why}</Text>
              </li>
            ))}
          </ul>
        </details>
      )}
      {first === undefined ? null : <QueryLink query={first.query} />}
    </>
  );
}

const columns: readonly Column<InteractionPair>[] = [
  {
    name: 'Experiments',
    heading: true,
    cell: ({ first, second }) => (
      <>
        <Link to={`/experiments/${encodeURIComponent(first)}`}>{first}</Link> and{' '}
        <Link to={`/experiments/${encodeURIComponent(second)}`}>{second}</Link>
      </>
    ),
  },
  { name: 'On', cell: ({ metric }) => words(metric) },
  {
    name: 'Together',
    nowrap: true,
    cell: ({ found }) => <Badge tone={found ? 'warn' : 'plain'}>{found ? 'They interact' : 'Not found'}</Badge>,
  },
  {
    name: 'By',
    number: true,
    cell: (pair) =>
      pair.contrasts.map((one) => (
        <div key={`${one.first_variant} ${one.second_variant}`}>
          {differenceText(pair, one.estimate)}{' '}
          <span className="small muted">
            ({differenceText(pair, one.interval.lower)} to {differenceText(pair, one.interval.upper)})
          </span>
        </div>
      )),
  },
  { name: 'Adjusted p', number: true, nowrap: true, cell: ({ p_value }) => pValue(p_value) },
];
