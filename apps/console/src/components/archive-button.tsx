import { useState, type ReactNode } from 'react';
import { call } from '../http.js';
import { useAction } from '../use-action.js';
import { Dialog } from './dialog.js';
import { Refusal } from './refusal.js';

interface ArchiveButtonProps {
  /** What DELETE puts away. */
  readonly path: string;
  /** "the metric Visits per unit" */
  readonly what: string;
  readonly consequence: string;
  readonly onDone: () => void;
}

/** Puts something away after a second question. */
export function ArchiveButton({ path, what, consequence, onDone }: ArchiveButtonProps): ReactNode {
  const [asking, setAsking] = useState(false);
  const { busy, error, run } = useAction();
  const archive = async (): Promise<void> => {
    if (!(await run(() => call('DELETE', path)))) return;
    setAsking(false);
    onDone();
  };
  return (
    <>
      <button type="button" onClick={() => setAsking(true)}>
        Archive
      </button>
      {asking ? (
        <Dialog title={`Archive ${what}?`} onClose={() => setAsking(false)}>
          <p>{consequence} This cannot be undone.</p>
          {error === undefined ? null : <Refusal error={error} />}
          <div className="dialog-buttons">
            <button type="button" onClick={() => setAsking(false)}>
              Keep it
            </button>
            <button type="button" className="danger" disabled={busy} onClick={() => void archive()}>
              Archive it
            </button>
          </div>
        </Dialog>
      ) : null}
    </>
  );
}
