import type { ReactNode } from 'react';
import type { SourceTableView, SourceView } from '#libs/contracts';
import type { Json } from '../api.js';
import { integer } from '../format.js';
import { bytes, isPulling } from '../pull-words.js';
import { Badge } from './badge.js';
import { DataTable, type Column } from './data-table.js';
import { Day } from './day.js';
import { PullButton } from './pull-button.js';
import { PullState } from './pull-state.js';
import { Time } from './time.js';
import { Link } from 'react-router';

type Source = Json<SourceView>;
type Table = Json<SourceTableView>;

const sourceNames: Readonly<Record<Source['kind'], string>> = {
  mysql: 'MySQL',
  postgres: 'PostgreSQL',
  dynamodb: 'DynamoDB',
  mixpanel: 'Mixpanel',
  files: 'Files',
};

interface SourcePanelProps {
  readonly source: Source;
  readonly onChange: () => void;
}

/** One source: where it is, and each of its tables with its last pull. */
export function SourcePanel({ source, onChange }: SourcePanelProps): ReactNode {
  const { key, kind, description, location, url_variable, built_in, tables } = source;
  const place = location ?? (url_variable === null ? undefined : `$${url_variable}`);
  return (
    <section className="panel" aria-labelledby={`source-${key}`}>
      <div className="panel-head">
        <h2 id={`source-${key}`}>{key}</h2>
        {tables.length === 0 || built_in ? null : (
          <PullButton
            source={key}
            busy={tables.every(({ freshness }) => isPulling(freshness.latest))}
            onDone={onChange}
          />
        )}
      </div>
      <p className="muted">
        {built_in ? 'Built in: what was sent over HTTP.' : `${sourceNames[kind]}. ${description}`}{' '}
        {place === undefined ? null : <code className="value">{place}</code>}
      </p>
      {tables.length === 0 ? (
        <p className="muted">No table of it is wanted yet.</p>
      ) : (
        <DataTable
          caption={`Tables of ${key}`}
          kind="list"
          rows={tables}
          keyOf={({ name }) => name}
          columns={columnsOf(source, onChange)}
        />
      )}
    </section>
  );
}

const columnsOf = ({ key, built_in }: Source, onChange: () => void): readonly Column<Table>[] => [
  {
    name: 'Table',
    heading: true,
    cell: ({ name, definition: { entity, mode, at_hour } }) => (
      <>
        <Link to={`/sources/${key}.${name}`} data-row={`${key}.${name}`}>
          {name}
        </Link>
        <div className="small muted">
          {[
            entity === null ? undefined : `our ${entity.name}`,
            mode === 'incremental' ? 'incremental' : undefined,
            at_hour === null ? 'when asked' : `daily at ${String(at_hour).padStart(2, '0')}:00 UTC`,
          ]
            .filter((text) => text !== undefined)
            .join(', ')}
        </div>
      </>
    ),
  },
  {
    name: 'Newest day',
    nowrap: true,
    cell: ({ freshness: { day, late } }) => (
      <span className="row">
        {day === null ? <span className="muted">none yet</span> : <Day on={day} />}
        {late ? <Badge tone="warn">Late</Badge> : null}
      </span>
    ),
  },
  {
    name: 'Rows',
    number: true,
    cell: ({ freshness: { rows } }) => (rows === null ? '' : integer(rows)),
  },
  {
    name: 'Size',
    number: true,
    cell: ({ freshness: { latest } }) => (latest?.counts ? bytes(latest.counts.bytes) : ''),
  },
  {
    name: 'Last pull',
    cell: ({ freshness: { latest } }) =>
      latest === null ? (
        <span className="muted">never pulled</span>
      ) : (
        <>
          <PullState pull={latest} />
          <small className="muted">
            <Time at={latest.finished_at ?? latest.created_at} as="ago" />
          </small>
        </>
      ),
  },
  {
    name: 'Actions',
    unnamed: 'always',
    number: true,
    cell: ({ name, freshness }) =>
      built_in ? null : <PullButton source={key} table={name} busy={isPulling(freshness.latest)} onDone={onChange} />,
  },
];
