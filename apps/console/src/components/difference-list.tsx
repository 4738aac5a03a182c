import type { ReactNode } from 'react';
import type { Difference } from '#libs/contracts';
import { differenceText } from '../difference-words.js';
import { Breakable } from './breakable.js';
import { Time } from './time.js';

const shown = 12;

/** What is different, place by place. */
export function DifferenceList({ differences }: { readonly differences: readonly Difference[] }): ReactNode {
  return (
    <ul className="plain-list small differences">
      {differences.slice(0, shown).map(({ pointer, before, after }) => (
        <li key={pointer}>
          <Breakable name={pointer === '' ? 'all of it' : pointer} />:{' '}
          <span className="muted">
            <Value pointer={pointer} value={before} />
          </span>{' '}
          → <Value pointer={pointer} value={after} />
        </li>
      ))}
      {differences.length > shown ? <li className="muted">and {differences.length - shown} more</li> : null}
    </ul>
  );
}

/** Only a time that the product keeps itself is one: what is in a value of somebody's is theirs. */
function Value({ pointer, value }: { readonly pointer: string; readonly value: unknown }): ReactNode {
  if (typeof value === 'string' && pointer.endsWith('_at')) return <Time at={value} as="second" />;
  return <span className="expression">{differenceText(value)}</span>;
}
