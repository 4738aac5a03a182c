import { withoutHeader, type SlotValues, type SqlCatalogue } from '#libs/postgres';

/** Fragments of the aggregate's statements, by their names below `aggregate/part/`. */
export type Part = (name: string, slots?: SlotValues) => string;

export const partsOf =
  (catalogue: SqlCatalogue): Part =>
  (name, slots = {}) =>
    withoutHeader(catalogue.render(`aggregate/part/${name}`, slots));

/** Text of a fragment that goes under another one: its first line lost its indent with its header. */
export const indented = (text: string, by: number): string => ' '.repeat(by) + text;

export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** The day of a moment in the company's zone. */
export const dayOf = (part: Part, zone: string, moment: string): string =>
  zone === 'UTC' ? part('day_utc', { moment }) : part('day_zoned', { moment, zone: literal(zone) });
