import type { ReactNode } from 'react';

/** Nothing is here yet: why, and how something gets here. */
export function Empty({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactNode {
  return (
    <section className="empty">
      <h2>{title}</h2>
      {children}
    </section>
  );
}
