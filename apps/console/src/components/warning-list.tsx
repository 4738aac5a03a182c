import type { ReactNode } from 'react';
import type { Warning } from '#libs/contracts';
import { placeWords } from '../place-words.js';
import { Note } from './note.js';

/** What would work and is unwise. */
export function WarningList({ warnings }: { readonly warnings: readonly Warning[] }): ReactNode {
  if (warnings.length === 0) return null;
  return (
    <Note tone="warn" title="Worth a second thought">
      <ul>
        {warnings.map(({ pointer, rule, detail }) => (
          <li key={`${pointer} ${rule}`}>
            {pointer === '' ? null : <strong>{placeWords(pointer)}: </strong>}
            {detail}.
          </li>
        ))}
      </ul>
    </Note>
  );
}
