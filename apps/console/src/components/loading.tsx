import { useEffect, useState, type ReactNode } from 'react';

const lateMs = 150;
const longMs = 8_000;

/** Grey lines where the answer will stand; what comes at once never flashes them, and what takes long says so. */
export function Loading({ what }: { readonly what: string }): ReactNode {
  const late = useElapsed(lateMs);
  const long = useElapsed(longMs);
  return (
    <div role="status" aria-busy="true">
      {long ? (
        <p className="muted">Loading {what} takes longer than usual. Nothing has to be done; it goes on.</p>
      ) : (
        <span className="unseen">Loading {what} …</span>
      )}
      {late ? (
        <div className="loading" aria-hidden="true">
          {['a', 'b', 'c', 'd', 'e', 'f'].map((line) => (
            <span key={line} />
          ))}
        </div>
      ) : null}
    </div>
  );
}

function useElapsed(milliseconds: number): boolean {
  const [elapsed, setElapsed] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setElapsed(true), milliseconds);
    return () => clearTimeout(timer);
  }, [milliseconds]);
  return elapsed;
}
