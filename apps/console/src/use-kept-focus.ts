import { useLayoutEffect, useRef, type RefObject } from 'react';

/** Where a button goes away while it has the focus, the title of the page gets it: else keyboards start at the top. */
export function useKeptFocus(): RefObject<HTMLButtonElement | null> {
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(
    () => () => {
      if (button.current === null || document.activeElement !== button.current) return;
      document.querySelector('h1')?.focus({ preventScroll: true });
    },
    [],
  );
  return button;
}
