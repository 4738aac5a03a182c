import type { ReactNode } from 'react';

interface NoteProps {
  readonly tone?: 'plain' | 'warn' | 'bad';
  readonly title?: string;
  /** Read out at once, for what appears after the page has. */
  readonly urgent?: boolean;
  readonly children: ReactNode;
}

/** A remark that belongs to what stands beside it. */
export function Note({ tone = 'plain', title, urgent = false, children }: NoteProps): ReactNode {
  return (
    <div className={`note note-${tone}`} role={urgent ? 'alert' : undefined}>
      {title === undefined ? null : <p className="note-title">{title}</p>}
      {children}
    </div>
  );
}
