import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiError, read } from './http.js';

export interface Loaded<T> {
  /** The last answer, also while a newer one is asked for. */
  readonly data: T | undefined;
  readonly error: unknown;
  readonly loading: boolean;
  readonly reload: () => void;
}

/** Asking again would be refused again. */
const isFinal = (error: unknown): boolean =>
  error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429;

interface Held<T> {
  readonly path: string;
  readonly data: T | undefined;
  readonly error: unknown;
}

/**
 * What GET answers at a path; undefined asks nothing. With `everyMs` it asks again, but not while the page is hidden,
 * and `until` says that an answer is the last. An answer that comes after the path has changed is dropped.
 */
export function useLoad<T>(path: string | undefined, everyMs?: number, until?: (data: T) => boolean): Loaded<T> {
  const [held, setHeld] = useState<Held<T>>();
  const [round, setRound] = useState(0);
  const reload = useCallback(() => setRound((count) => count + 1), []);
  const settled = useRef('');

  useEffect(() => {
    if (path === undefined) return undefined;
    const abort = new AbortController();
    // What was given up may end after what took its place: then it must neither be shown nor count as the last.
    const settle = (next: (last: Held<T> | undefined) => Held<T>): void => {
      if (abort.signal.aborted) return;
      settled.current = `${path} ${round}`;
      setHeld(next);
    };
    read<T>(path, abort.signal).then(
      (data) => settle(() => ({ path, data, error: undefined })),
      (error: unknown) => settle((last) => ({ path, data: last?.path === path ? last.data : undefined, error })),
    );
    return () => abort.abort();
  }, [path, round]);

  const current = held !== undefined && held.path === path ? held : undefined;
  const last = current?.data !== undefined && until !== undefined && until(current.data);
  const over = last || isFinal(current?.error);

  useEffect(() => {
    if (everyMs === undefined || over) return undefined;
    const timer = setInterval(() => {
      if (!document.hidden && settled.current === `${path} ${round}`) reload();
    }, everyMs);
    return () => clearInterval(timer);
  }, [everyMs, over, path, round, reload]);

  return { data: current?.data, error: current?.error, loading: path !== undefined && current === undefined, reload };
}
