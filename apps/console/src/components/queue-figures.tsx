import type { ReactNode } from 'react';
import type { Job } from '../api.js';
import { integer } from '../format.js';
import { withQuery } from '../http.js';
import { useLoad } from '../use-load.js';
import { Time } from './time.js';

const limit = 500;

/** How much waits and runs, and since when the oldest does: the first thing to look at when answers are late. */
export function QueueFigures({ everyMs }: { readonly everyMs: number }): ReactNode {
  const pending = useLoad<readonly Job[]>(withQuery('/v1/jobs', { state: 'pending', limit }), everyMs).data;
  const running = useLoad<readonly Job[]>(withQuery('/v1/jobs', { state: 'running', limit }), everyMs).data;
  if (pending === undefined || running === undefined) return null;
  const oldest = [...pending, ...running].map(({ created_at }) => created_at).toSorted()[0];
  return (
    <dl className="figures">
      <div>
        <dt>Waiting</dt>
        <dd className="number">{count(pending)}</dd>
      </div>
      <div>
        <dt>Running</dt>
        <dd className="number">{count(running)}</dd>
      </div>
      <div>
        <dt>Oldest unfinished</dt>
        <dd>{oldest === undefined ? 'none' : <Time at={oldest} as="ago" />}</dd>
      </div>
    </dl>
  );
}

const count = (jobs: readonly Job[]): string => (jobs.length === limit ? `${integer(limit)} +` : integer(jobs.length));
