import { useSyncExternalStore } from 'react';

let said = '';
const listeners = new Set<() => void>();

/** Says what was done to those who do not see it: the frame reads it out. */
export function announce(text: string): void {
  said = text;
  for (const listener of listeners) listener();
}

export const useAnnouncement = (): string =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => said,
  );
