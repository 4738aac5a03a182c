import type { ReactNode } from 'react';

/** A wide table scrolls by itself, never the page; focusable, so that keys can scroll it too. */
export function Scroll({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactNode {
  return (
    <div className="scroll" role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
