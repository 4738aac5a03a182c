import type { SlotValues, SqlCatalogue } from '#libs/postgres';

/** A part of a statement: its file without the header, its own slots filled. */
export function fragment(catalogue: SqlCatalogue, name: string, slots: SlotValues = {}): string {
  return catalogue
    .render(`history/${name}`, slots)
    .text.split('\n')
    .filter((line) => !line.startsWith('--'))
    .join('\n')
    .trim();
}
