import { useLayoutEffect, useRef, type RefObject } from 'react';

/**
 * Where a button or a form goes away while it has the focus, the title of the page gets it: else keyboards start at the
 * top.
 */
export function useKeptFocus<T extends HTMLElement = HTMLButtonElement>(): RefObject<T | null> {
  const kept = useRef<T>(null);
  useLayoutEffect(
    () => () => {
      if (kept.current?.contains(document.activeElement) !== true) return;
      document.querySelector('h1')?.focus({ preventScroll: true });
    },
    [],
  );
  return kept;
}
