import { useState, type ReactNode } from 'react';
import { useSession } from '../session.js';
import { enableShortcuts, shortcutsEnabled } from '../shortcuts.js';
import { Dialog } from './dialog.js';
import { sections } from './sections.js';

const common: readonly (readonly [string, string])[] = [
  ['j', 'Next in the list'],
  ['k', 'The one before'],
  ['Enter', 'Open the row'],
  ['Esc', 'Back to the list'],
  ['/', 'Filters'],
  ['r', 'Refresh'],
  ['t', 'Theme: system, light, dark'],
  ['?', 'These keys'],
];

export function ShortcutsDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { may } = useSession();
  const [on, setOn] = useState(shortcutsEnabled);
  const change = (next: boolean): void => {
    enableShortcuts(next);
    setOn(next);
  };
  const places = sections.filter(({ scope }) => may(scope)).map(({ keys, name }) => [keys, name] as const);
  return (
    <Dialog title="Keyboard shortcuts" onClose={onClose}>
      <label className="row">
        <input type="checkbox" checked={on} onChange={(event) => change(event.target.checked)} />
        Single keys are shortcuts on this device
      </label>
      <dl className="shortcuts">
        {[...common, ...places].map(([keys, what]) => (
          <div key={keys}>
            <dt>
              {keys.split(' ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <div className="dialog-buttons">
        <button type="button" onClick={onClose}>
          Close
        </button>
      </div>
    </Dialog>
  );
}
