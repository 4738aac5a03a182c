import { useEffect, useState } from 'react';
import type { EmptyReadout, ExperimentView, Readout } from '#libs/contracts';
import { read } from './http.js';

/** A readout, or why there is none now. */
export type ReadoutState = { readonly readout: Readout | EmptyReadout } | { readonly error: unknown };

/** The readouts of a list of experiments by key, each as soon as it comes; drafts have none. */
export function useReadouts(experiments: readonly ExperimentView[]): ReadonlyMap<string, ReadoutState> {
  const [held, setHeld] = useState<ReadonlyMap<string, ReadoutState>>(new Map());

  useEffect(() => {
    const abort = new AbortController();
    const hold = (key: string, state: ReadoutState): void => {
      if (!abort.signal.aborted) setHeld((others) => new Map(others).set(key, state));
    };
    for (const { key } of experiments.filter(({ state }) => state !== 'draft'))
      read<Readout | EmptyReadout>(`/v1/experiments/${encodeURIComponent(key)}/results`, abort.signal)
        .then((readout) => hold(key, { readout }))
        .catch((error: unknown) => hold(key, { error }));
    return () => abort.abort();
  }, [experiments]);

  return held;
}
