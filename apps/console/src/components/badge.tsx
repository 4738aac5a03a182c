import type { ReactNode } from 'react';

export type Tone = 'plain' | 'good' | 'bad' | 'warn';

export function Badge({ tone = 'plain', children }: { readonly tone?: Tone; readonly children: ReactNode }): ReactNode {
  return <span className={`badge badge-${tone}`}>{children}</span>;
}
