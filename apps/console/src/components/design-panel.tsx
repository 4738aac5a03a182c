import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { DesignHelp, NoDesign, RefreshAnswer } from '#libs/contracts';
import type { Metric } from '../api.js';
import { durationText } from '../design-words.js';
import { change, integer, words } from '../format.js';
import { call } from '../http.js';
import { differenceText, meanText } from '../readout.js';
import { useAction } from '../use-action.js';
import type { Loaded } from '../use-load.js';
import { Button } from './button.js';
import { DataTable, type Column } from './data-table.js';
import { LoadedView } from './loaded-view.js';
import { Note } from './note.js';
import { QueryLink } from './query-link.js';
import { Refusal } from './refusal.js';
import { Text } from './text.js';

interface DesignPanelProps {
  readonly metric: Metric;
  readonly unit: string;
  readonly from: Loaded<DesignHelp | NoDesign>;
}

/** Units and days that an experiment takes, and what it can find, by what its metric was; and where that comes from. */
export function DesignPanel({ metric, unit, from }: DesignPanelProps): ReactNode {
  return (
    <section className="panel" aria-labelledby="design">
      <h2 id="design">What it takes</h2>
      <LoadedView from={from} what="the help">
        {(found) =>
          found.kind === 'design' ? <Help metric={metric} help={found} /> : <Unread of={found} unit={unit} />
        }
      </LoadedView>
    </section>
  );
}

/** The past is read by a job; the help comes once it has ended. */
function Unread({ of: { metric }, unit }: { readonly of: NoDesign; readonly unit: string }): ReactNode {
  const { busy, error, run } = useAction();
  const path = `/v1/metrics/${encodeURIComponent(metric)}/certificates`;
  const ask = (): void => void run(() => call<RefreshAnswer>('POST', path, { unit }));
  return (
    <>
      <p>
        What the metric was of a {words(unit).toLowerCase()} has not been read yet. Read it, and the sample size, the
        days and the baseline below are from your own data.
      </p>
      {error === undefined ? null : <Refusal error={error} onRetry={ask} />}
      <Button onClick={ask} busy={busy}>
        {busy ? 'Asking …' : 'Read the metric’s past'}
      </Button>
    </>
  );
}

type Detectable = DesignHelp['detectable'][number];

/** What a number of days finds, in the words of its metric. */
const columnsOf = (metric: Metric): readonly Column<Detectable>[] => [
  { name: 'Enrolment', heading: true, nowrap: true, cell: ({ enrolment_days }) => `${integer(enrolment_days)} days` },
  {
    name: 'Units',
    number: true,
    cell: (row) => (row.kind === 'detectable_effect' ? integer(row.units) : <Text>{row.detail}</Text>),
    isLast: ({ kind }) => kind !== 'detectable_effect',
  },
  {
    name: 'Finds from',
    number: true,
    nowrap: true,
    cell: (row) =>
      row.kind !== 'detectable_effect'
        ? null
        : row.relative === null
          ? differenceText(metric, row.absolute)
          : change(row.relative),
  },
];

function Help({ metric, help }: { readonly metric: Metric; readonly help: DesignHelp }): ReactNode {
  const { units, units_per_day, duration, certificate, detectable } = help;
  const { baseline } = certificate;
  return (
    <>
      {units.kind === 'planned_units' ? (
        <dl className="figures">
          <div>
            <dt>Units</dt>
            <dd className="number">{integer(units.total)}</dd>
          </div>
          <div>
            <dt>New units a day</dt>
            <dd className="number">{units_per_day === null ? '–' : integer(units_per_day)}</dd>
          </div>
          <div>
            <dt>Days</dt>
            <dd className="number">{duration.kind === 'duration' ? integer(duration.days) : '–'}</dd>
          </div>
        </dl>
      ) : (
        <Note tone="warn" title="No number of units is known">
          <p>
            <Text>{units.detail}</Text>
          </p>
        </Note>
      )}
      <p className="small muted">
        {durationText(help) ?? (duration.kind === 'insufficient_data' ? duration.detail : null)}
        {baseline.kind === 'baseline'
          ? ` — from ${integer(baseline.units)} units of the past: ${meanText(metric, baseline.mean)} on average.`
          : null}
      </p>
      {certificate.false_alarms.kind === 'certificate' && certificate.false_alarms.verdict === 'failed' ? (
        <Note tone="bad" title="The metric’s A/A certificate has failed">
          <p>
            <Text>{certificate.text}</Text> <Link to={`/metrics/${metric.key}`}>See the metric</Link>
          </p>
        </Note>
      ) : null}
      {detectable.length === 0 ? null : (
        <DataTable
          kind="compact"
          caption="The smallest effects that are found"
          rows={detectable}
          keyOf={({ enrolment_days }) => enrolment_days}
          columns={columnsOf(metric)}
        />
      )}
      <QueryLink query={certificate.query} />
    </>
  );
}
