import type { ReactNode } from 'react';
import type { Warning } from '#libs/contracts';
import { Note } from './note.js';

/** What would work and is unwise. */
export function WarningList({ warnings }: { readonly warnings: readonly Warning[] }): ReactNode {
  if (warnings.length === 0) return null;
  return (
    <Note tone="warn" title="Worth a second thought">
      <ul className="plain-list">
        {warnings.map(({ pointer, rule, detail }) => (
          <li key={`${pointer} ${rule}`}>
            {pointer === '' ? null : <code>{pointer}</code>} {detail}.
          </li>
        ))}
      </ul>
    </Note>
  );
}
