import type { FileNote } from '#libs/contracts';
import type { Palette } from './palette.js';
import { wrapped } from './wrapped.js';

/** Terminals are not narrower. */
const narrowest = 72;
/** Lines of text that are longer are hard to read. */
export const longestLine = 110;

export const widthOf = (columns: number): number => Math.max(narrowest, columns);

export const bullets = (text: string, width: number): string[] => wrapped(text, Math.min(width, longestLine), '• ');

const marks = { alarm: '✗ ', warning: '! ', note: '· ' } as const;

/** Notes with an empty line before them; nothing without any. */
export function noteLines(notes: readonly FileNote[], width: number, palette: Palette): string[] {
  if (notes.length === 0) return [];
  const paint = { alarm: palette.alarm, warning: palette.warning, note: palette.faint };
  return [
    '',
    ...notes.flatMap(({ level, text }) => wrapped(text, Math.min(width, longestLine), marks[level]).map(paint[level])),
  ];
}
