import type { ReactNode } from 'react';
import type { JobView } from '#libs/contracts';
import { integer, wholePercent } from '../format.js';

/** How far a job is; without a total only that it moves. */
export function Progress({ of, label }: { readonly of: JobView['progress']; readonly label: string }): ReactNode {
  const share = of?.total ? Math.min(1, of.done / of.total) : undefined;
  const text = textOf(of, share);
  return (
    <div className="stack-tight">
      <span
        className={share === undefined ? 'progress progress-unknown' : 'progress'}
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={share === undefined ? undefined : Math.round(share * 100)}
        aria-valuetext={text}
      >
        <span style={share === undefined ? {} : { width: `${share * 100}%` }} />
      </span>
      <small className="muted number">{text}</small>
    </div>
  );
}

function textOf(progress: JobView['progress'], share: number | undefined): string {
  if (progress === null) return 'Not begun';
  const count =
    progress.total === null ? integer(progress.done) : `${integer(progress.done)} of ${integer(progress.total)}`;
  const parts = [share === undefined ? count : `${wholePercent(share)} (${count})`, progress.note];
  return parts.filter((part) => part !== undefined && part !== '').join(' · ');
}
