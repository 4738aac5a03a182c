import type { ReactNode } from 'react';
import type { Loaded } from '../use-load.js';
import { Loading } from './loading.js';
import { Refusal } from './refusal.js';

interface LoadedViewProps<T> {
  readonly from: Loaded<T>;
  /** In "Loading … …". */
  readonly what: string;
  readonly children: (data: T) => ReactNode;
}

/** One of three: still coming, refused, or there. An error while older data is there stands above it. */
export function LoadedView<T>({ from, what, children }: LoadedViewProps<T>): ReactNode {
  if (from.loading) return <Loading what={what} />;
  return (
    <>
      {from.error === undefined ? null : <Refusal error={from.error} onRetry={from.reload} />}
      {from.data === undefined ? null : children(from.data)}
    </>
  );
}
