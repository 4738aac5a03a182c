import { withoutHeader, type SlotValues, type SqlCatalogue } from '#libs/postgres';

/** A part of a compiled statement: its file without the header. */
export const part = (catalogue: SqlCatalogue, name: string, slots: SlotValues): string =>
  withoutHeader(catalogue.render(name, slots));

/** Parts one after another, each line as deep as the slot that they fill. */
export const joined = (parts: readonly string[], separator: string, depth: number): string =>
  parts.join(`${separator}\n`).replaceAll('\n', `\n${' '.repeat(depth)}`);
