import type { ReactNode } from 'react';

const paths = {
  light:
    'M8 1v1.6M8 13.4V15M1 8h1.6M13.4 8H15M3 3l1.2 1.2M11.8 11.8 13 13M3 13l1.2-1.2M11.8 4.2 13 3M11 8a3 3 0 1 1-6 0 3 3 0 0 1 6 0Z',
  dark: 'M13.5 9.6A6 6 0 1 1 6.4 2.5a4.8 4.8 0 0 0 7.1 7.1Z',
  system: 'M2 3h12v8H2zM6 14h4M8 11v3',
  keyboard: 'M1.5 4h13v8.5h-13zM4 6.8h.01M6.7 6.8h.01M9.3 6.8h.01M12 6.8h.01M5 9.8h6',
  signOut: 'M6 2.5H2.5v11H6M10 5l3 3-3 3M13 8H6',
  check: 'm3 8.5 3.2 3.2L13 5',
  warn: 'M8 2 1.5 13.5h13zM8 6.5v3.2M8 11.7h.01',
  menu: 'M2 4h12M2 8h12M2 12h12',
  refresh: 'M13.5 8a5.5 5.5 0 1 1-1.6-3.9M13.5 1.8v3h-3',
} as const;

export type IconName = keyof typeof paths;

/** A line drawing of 16 by 16; the text beside it, or the label of its button, says what it means. */
export function Icon({ name }: { readonly name: IconName }): ReactNode {
  return (
    <svg
      aria-hidden="true"
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={paths[name]} />
    </svg>
  );
}
