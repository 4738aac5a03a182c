import { useState } from 'react';

export const themes = ['system', 'light', 'dark'] as const;

export type Theme = (typeof themes)[number];

// public/theme.js reads the same key before the first paint.
const storageKey = 'verdict.theme';

const stored = (): Theme => themes.find((theme) => theme === localStorage.getItem(storageKey)) ?? 'system';

/** The theme of this device; `system` follows the operating system, as it changes. */
export function useTheme(): readonly [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState(stored);
  const choose = (next: Theme): void => {
    if (next === 'system') {
      localStorage.removeItem(storageKey);
      delete document.documentElement.dataset['theme'];
    } else {
      localStorage.setItem(storageKey, next);
      document.documentElement.dataset['theme'] = next;
    }
    setTheme(next);
  };
  return [theme, choose];
}

export const nextTheme = (theme: Theme): Theme => themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system';
