import type { ReactNode } from 'react';
import type { AuditEntry } from '../api.js';
import { words } from '../format.js';
import { Scroll } from './scroll.js';
import { Time } from './time.js';

interface ChangeTableProps {
  readonly entries: readonly AuditEntry[];
  /** Whether what was changed is said too: it goes without saying on the page of the thing. */
  readonly subjects?: boolean;
}

export function ChangeTable({ entries, subjects = false }: ChangeTableProps): ReactNode {
  return (
    <Scroll label="Changes">
      <table>
        <thead>
          <tr>
            <th>When</th>
            <th>Who</th>
            <th>What</th>
            {subjects ? <th>Of</th> : null}
            <th>Change</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.id}>
              <td className="nowrap">
                <Time at={entry.at} />
              </td>
              <td>{entry.actor_name}</td>
              <td>{words(entry.action)}</td>
              {subjects ? (
                <td>
                  {words(entry.subject_kind)} <code>{entry.subject_id}</code>
                </td>
              ) : null}
              <td>
                <Change before={entry.before} after={entry.after} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

/** Only what differs: the rest of the thing is on its own page. */
function Change({ before, after }: Pick<AuditEntry, 'before' | 'after'>): ReactNode {
  const [old, current] = [fieldsOf(before), fieldsOf(after)];
  const names = [...new Set([...Object.keys(old), ...Object.keys(current)])].filter(
    (name) => JSON.stringify(old[name]) !== JSON.stringify(current[name]),
  );
  if (names.length === 0) return <span className="muted">–</span>;
  return (
    <ul className="plain-list small">
      {names.slice(0, 8).map((name) => (
        <li key={name}>
          {words(name)}:{' '}
          {name in old ? (
            <>
              <span className="muted">{textOf(old[name])}</span> →{' '}
            </>
          ) : null}
          {textOf(current[name])}
        </li>
      ))}
      {names.length > 8 ? <li className="muted">and {names.length - 8} more</li> : null}
    </ul>
  );
}

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

function textOf(value: unknown): string {
  if (value === undefined || value === null) return 'none';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
