import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { DataTable, type Column } from '../components/data-table.js';
import { Day } from '../components/day.js';
import { LoadedView } from '../components/loaded-view.js';
import { Page } from '../components/page.js';
import { PullButton } from '../components/pull-button.js';
import { PullState } from '../components/pull-state.js';
import { Time } from '../components/time.js';
import { integer, words } from '../format.js';
import { withQuery } from '../http.js';
import { bytes, isPulling, type Pull } from '../pull-words.js';
import { useItemKeys } from '../row-keys.js';
import { useLoad } from '../use-load.js';

const everyMs = 3_000;

/** One table of a source: what each of its pulls brought. */
export function SourceTablePage(): ReactNode {
  const { id = '' } = useParams();
  const [key = '', table = ''] = id.split('.');
  const loaded = useLoad<readonly Pull[]>(
    withQuery(`/v1/sources/${encodeURIComponent(key)}/pulls`, { table, limit: 100 }),
    everyMs,
  );
  const address = useItemKeys('/sources', id, '/sources');
  return (
    <Page
      title={`${key} ${table}`}
      crumb={<Link to={address}>Sources</Link>}
      lead={
        <p>
          In the warehouse it is <code>{`snapshot.${key}_${table}`}</code>, one set of rows a day.
        </p>
      }
      actions={
        <PullButton source={key} table={table} busy={isPulling(loaded.data?.[0] ?? null)} onDone={loaded.reload} />
      }
    >
      <LoadedView from={loaded} what="its pulls">
        {(pulls) =>
          pulls.length === 0 ? (
            <p className="muted">It was never pulled.</p>
          ) : (
            <DataTable caption="Pulls" rows={pulls} keyOf={({ id }) => id} columns={columns} />
          )
        }
      </LoadedView>
    </Page>
  );
}

const columns: readonly Column<Pull>[] = [
  { name: 'Day', heading: true, nowrap: true, cell: ({ day }) => <Day on={day} /> },
  { name: 'State', unnamed: true, cell: (pull) => <PullState pull={pull} /> },
  { name: 'Mode', cell: ({ mode }) => (mode === null ? '' : words(mode)) },
  { name: 'Rows', number: true, cell: ({ counts }) => (counts === null ? '' : integer(counts.rows)) },
  { name: 'Size', number: true, cell: ({ counts }) => (counts === null ? '' : bytes(counts.bytes)) },
  {
    name: 'Became no value',
    cell: ({ counts }) =>
      Object.entries(counts?.warnings ?? {})
        .map(([why, count]) => `${words(why)}: ${integer(count)}`)
        .join(', '),
  },
  {
    name: 'Asked for',
    cell: ({ created_at, manifest }) => (
      <>
        <Time at={created_at} />
        {manifest === null ? null : (
          <div className="small muted">
            <code className="value">{manifest}</code>
          </div>
        )}
      </>
    ),
  },
];
