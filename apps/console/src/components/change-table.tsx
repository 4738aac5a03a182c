import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { words } from '../format.js';
import { DataTable, type Column } from './data-table.js';
import { Id } from './id.js';
import { Time } from './time.js';

export interface Change {
  readonly id: string | number;
  readonly at: string;
  readonly who: string;
  /** A verb, or its noun and the verb: `start`, `experiment.start`. */
  readonly action: string;
  readonly note?: string | null;
  /** What was changed, where it does not go without saying. */
  readonly subject?: { readonly kind: string; readonly id: string };
  readonly before: unknown;
  readonly after: unknown;
}

interface ChangeTableProps {
  readonly caption: string;
  readonly changes: readonly Change[];
}

/** Who did what when, newest first. */
export function ChangeTable({ caption, changes }: ChangeTableProps): ReactNode {
  const subjects = changes.some(({ subject }) => subject !== undefined);
  return (
    <DataTable
      caption={caption}
      rows={changes}
      keyOf={({ id }) => id}
      columns={columns.filter(({ name }) => subjects || name !== 'Of')}
    />
  );
}

const columns: readonly Column<Change>[] = [
  { name: 'When', heading: true, nowrap: true, cell: ({ at }) => <Time at={at} /> },
  { name: 'Who', cell: ({ who }) => who },
  {
    name: 'What',
    cell: ({ action, note }) => (
      <>
        {words(action.slice(action.indexOf('.') + 1))}
        {note ? <div className="small muted">“{note}”</div> : null}
      </>
    ),
  },
  { name: 'Of', cell: ({ subject }) => (subject === undefined ? null : <Subject {...subject} />) },
  { name: 'Change', cell: ({ before, after }) => <Difference before={before} after={after} /> },
];

function Subject({ kind, id }: { readonly kind: string; readonly id: string }): ReactNode {
  return (
    <>
      {words(kind)}{' '}
      {kind === 'experiment' ? <Link to={`/experiments/${encodeURIComponent(id)}`}>{id}</Link> : <Id value={id} />}
    </>
  );
}

const shown = 8;

/** What the other columns say already, or follows from the rest. */
const silent = /_at$|^(actions|version)$/;

/** Only what differs; of something new that it is new: the rest is on its own page. What changed nothing shows nothing. */
function Difference({ before, after }: Pick<Change, 'before' | 'after'>): ReactNode {
  const [old, current] = [fieldsOf(before), fieldsOf(after)];
  if (old === undefined && current === undefined) return null;
  if (current === undefined) return <span className="muted">removed</span>;
  if (old === undefined) return <New fields={current} />;
  const names = [...new Set([...Object.keys(old), ...Object.keys(current)])].filter(
    (name) => !silent.test(name) && textOf(old[name]) !== textOf(current[name]),
  );
  if (names.length === 0) return null;
  return (
    <ul className="plain-list small">
      {names.slice(0, shown).map((name) => (
        <li key={name}>
          {words(name)}: <span className="expression muted">{textOf(old[name])}</span> →{' '}
          <span className="expression">{textOf(current[name])}</span>
        </li>
      ))}
      {names.length > shown ? <li className="muted">and {names.length - shown} more</li> : null}
    </ul>
  );
}

type Fields = Readonly<Record<string, unknown>>;

function New({ fields }: { readonly fields: Fields }): ReactNode {
  const name = [fields['name'], fields['label'], fields['email']].find((one) => typeof one === 'string');
  return (
    <>
      <span className="muted">new</span>
      {name === undefined ? null : ` ${name}`}
    </>
  );
}

const fieldsOf = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null ? { ...value } : undefined;

function textOf(value: unknown): string {
  if (value === undefined || value === null) return 'none';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
