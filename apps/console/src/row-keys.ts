import { useEffect, useLayoutEffect } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { useShortcuts } from './shortcuts.js';

/** The last list that was shown: its address, what it held in its order, and what of it was opened. */
interface ListMemory {
  readonly address: string;
  readonly ids: readonly string[];
}

let memory: ListMemory | undefined;
let opened: string | undefined;

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

/** On the page of one thing that has a list of its own: Esc leads back to `list`, where this thing has the focus again. */
export function useWayBack(id: string, list: string): void {
  const navigate = useNavigate();
  useShortcuts({
    Escape: () => {
      opened = id;
      void navigate(list);
    },
  });
}

/**
 * The keys on the page of one thing, `folder/id`: j and k lead to what stands beside it in the list that it was opened
 * from, Esc back to that list, else to `list`. Answers the address of the list.
 */
export function useItemKeys(folder: string, id: string, list: string): string {
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const address = memory?.ids.includes(id) === true ? memory.address : list;

  // Of a page that is drawn after somebody has pressed on, nothing was opened.
  useLayoutEffect(() => {
    if (window.location.pathname === pathname) opened = id;
  }, [id, pathname]);

  // Keys may come faster than pages are drawn: each begins where the last one led to.
  const go = (by: 1 | -1): void => {
    const ids = memory?.ids ?? [];
    const at = ids.indexOf(opened ?? id);
    const next = at < 0 ? undefined : ids[at + by];
    if (next === undefined) return;
    opened = next;
    void navigate(`${folder}/${encodeURIComponent(next)}`);
  };
  useShortcuts({ Escape: () => void navigate(address), j: () => go(1), k: () => go(-1) });
  return address;
}
