import { useEffect, useRef } from 'react';

/** Keys by what they do; `g e` is two keys in a row. */
export type Shortcuts = Readonly<Record<string, () => void>>;

const storageKey = 'verdict.shortcuts';
const sequenceMs = 1_200;

/** Single keys disturb people who dictate (WCAG 2.1.4): they can be turned off, on this device. */
export const shortcutsEnabled = (): boolean => localStorage.getItem(storageKey) !== 'off';
export const enableShortcuts = (on: boolean): void => localStorage.setItem(storageKey, on ? 'on' : 'off');

/** Listens while the component is shown. Nothing fires while somebody types or a dialog is open. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const current = useRef(shortcuts);
  useEffect(() => {
    current.current = shortcuts;
  });

  useEffect(() => {
    let before = { key: '', at: 0 };
    const press = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (document.querySelector('dialog[open]') !== null) return;
      if (!shortcutsEnabled() && event.key.length === 1 && event.key !== '?') return;
      // After a `g` the next key belongs to it alone: `g j` must not also be a `j`.
      const key = before.key === 'g' && event.timeStamp - before.at < sequenceMs ? `g ${event.key}` : event.key;
      before = { key, at: event.timeStamp };
      const act = current.current[key];
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['TEXTAREA', 'SELECT'].includes(target.tagName) || isTextInput(target))
  );
}

const isTextInput = (element: HTMLElement): boolean =>
  element instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit'].includes(element.type);
