import type { ReactNode } from 'react';
import { words } from '../format.js';
import { Scroll } from './scroll.js';
import { Time } from './time.js';

export interface Change {
  readonly id: string | number;
  readonly at: string;
  readonly who: string;
  readonly action: string;
  readonly note?: string | null;
  /** What was changed, where it does not go without saying. */
  readonly subject?: { readonly kind: string; readonly id: string };
  readonly before: unknown;
  readonly after: unknown;
}

/** Who did what when, newest first. */
export function ChangeTable({ changes }: { readonly changes: readonly Change[] }): ReactNode {
  const subjects = changes.some(({ subject }) => subject !== undefined);
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
          {changes.map(({ id, at, who, action, subject, note, before, after }) => (
            <tr key={id}>
              <td className="nowrap">
                <Time at={at} />
              </td>
              <td>{who}</td>
              <td>
                {words(action)}
                {note ? <div className="small muted">“{note}”</div> : null}
              </td>
              {subjects ? (
                <td>
                  {words(subject?.kind ?? '')} <code>{subject?.id}</code>
                </td>
              ) : null}
              <td>
                <Difference before={before} after={after} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

const shown = 8;

/** What the other columns say already, or follows from the rest. */
const silent = /_at$|^(actions|version)$/;

/** Only what differs; of something new that it is new: the rest is on its own page. */
function Difference({ before, after }: Pick<Change, 'before' | 'after'>): ReactNode {
  if (before === null || after === null) return <span className="muted">{after === null ? 'gone' : 'new'}</span>;
  const [old, current] = [fieldsOf(before), fieldsOf(after)];
  const names = [...new Set([...Object.keys(old), ...Object.keys(current)])].filter(
    (name) => !silent.test(name) && textOf(old[name]) !== textOf(current[name]),
  );
  if (names.length === 0) return <span className="muted">–</span>;
  return (
    <ul className="plain-list small">
      {names.slice(0, shown).map((name) => (
        <li key={name}>
          {words(name)}: <span className="muted">{textOf(old[name])}</span> → {textOf(current[name])}
        </li>
      ))}
      {names.length > shown ? <li className="muted">and {names.length - shown} more</li> : null}
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
