import { useEffect, useState, type ReactNode } from 'react';

/** Grey lines where the answer will stand. What comes within 150 ms never flashes them. */
export function Loading({ what }: { readonly what: string }): ReactNode {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 150);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div role="status" aria-busy="true">
      <span className="unseen">Loading {what} …</span>
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
