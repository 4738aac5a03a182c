import { useEffect } from 'react';
import { useShortcuts } from './shortcuts.js';

/** The last list that was shown: its address, what it held in its order, and what of it was opened. */
interface ListMemory {
  readonly address: string;
  readonly ids: readonly string[];
}

let memory: ListMemory | undefined;
let opened: string | undefined;

/** Where Esc leads to, and what stands before and after one in the list that it was opened from. */
export function neighbours(id: string): {
  readonly address?: string;
  readonly before?: string;
  readonly after?: string;
} {
  const index = memory?.ids.indexOf(id) ?? -1;
  if (memory === undefined || index < 0) return {};
  const [before, after] = [memory.ids[index - 1], memory.ids[index + 1]];
  return {
    address: memory.address,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  };
}

const rowLinks = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[data-row]')];

function step(by: 1 | -1): void {
  const links = rowLinks();
  const at = links.indexOf(document.activeElement as HTMLElement);
  const next = at < 0 ? (by === 1 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, at + by));
  links[next]?.focus();
  links[next]?.scrollIntoView({ block: 'nearest' });
}

/**
 * j and k walk through the links that carry `data-row={id}`, and Enter opens as it does on any link. Coming back finds
 * the row that was opened under the focus again.
 */
export function useRowKeys(address: string, ids: readonly string[] | undefined): void {
  useShortcuts({ j: () => step(1), k: () => step(-1) });

  useEffect(() => {
    if (ids === undefined) return;
    memory = { address, ids };
    if (opened === undefined || !ids.includes(opened)) return;
    rowLinks()
      .find((link) => link.dataset['row'] === opened)
      ?.focus();
    opened = undefined;
  }, [address, ids]);
}

/** Said by the page of one thing, so that the list finds it again. */
export function useOpened(id: string): void {
  useEffect(() => {
    opened = id;
  }, [id]);
}
