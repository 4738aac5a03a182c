import type { HistoryWord } from '../history.js';

/** A lexeme in quotes, for TSVECTOR and TSQUERY. */
export const quoted = (lexeme: string): string => `'${lexeme.replaceAll(/['\\]/g, '$&$&')}'`;

/** Words hold only letters and digits: no word, and no beginning of one, is ever a property's. */
export const propertyTerm = (name: string, value: string): string => `=${name}=${value}`;

/** Everything that a document must hold, as a TSQUERY; null asks nothing. */
export function lexemesOf(
  words: readonly HistoryWord[],
  properties: readonly { readonly name: string; readonly value: string }[],
): string | null {
  const parts = [
    ...words.map(({ text, isBeginning }) => `${quoted(text)}${isBeginning ? ':*' : ''}`),
    ...properties.map(({ name, value }) => quoted(propertyTerm(name, value))),
  ];
  return parts.length === 0 ? null : parts.join(' & ');
}
