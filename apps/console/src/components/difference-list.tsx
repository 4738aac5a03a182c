import type { ReactNode } from 'react';
import type { Difference } from '#libs/contracts';
import { Breakable } from './breakable.js';
import { Text } from './text.js';

const shown = 12;

/** What is different, place by place. */
export function DifferenceList({ differences }: { readonly differences: readonly Difference[] }): ReactNode {
  return (
    <ul className="plain-list small differences">
      {differences.slice(0, shown).map(({ pointer, before, after }) => (
        <li key={pointer}>
          <Breakable name={pointer === '' ? 'all of it' : pointer} />:{' '}
          <span className="muted">
            <Text>{textOf(before)}</Text>
          </span>{' '}
          → <Text>{textOf(after)}</Text>
        </li>
      ))}
      {differences.length > shown ? <li className="muted">and {differences.length - shown} more</li> : null}
    </ul>
  );
}

function textOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
