import { storable } from './storable.js';

/** Letters that no decomposition takes apart, as people without them on their keyboard write them. */
const letters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};
const undecomposed = /[ßæœøłđðþı]/g;
const plainText = /^[\x20-\x7e]*$/;
const word = /[\p{L}\p{N}]+/gu;

/** The longest word that is told apart; of a longer one its beginning counts. */
export const wordLength = 64;
const wordsPerDocument = 256;

/** Lower case, without diacritics, compatibility forms resolved (NFKD): `Straße`, `STRASSE` and `strasse` are one word. */
export function fold(text: string): string {
  // Most text is ASCII, which only has cases.
  if (plainText.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}+/gu, '')
    .replace(undecomposed, (letter) => letters[letter] ?? letter);
}

/**
 * The words of some texts, folded, each once: runs of letters and digits. Both stores take them as they are, so what a word
 * is does not depend on a store's analyser. Writing without spaces (Chinese, Japanese, Thai) gives long words, found by
 * their beginnings.
 */
export function wordsOf(texts: Iterable<string>): string[] {
  const words = new Set<string>();
  for (const text of texts)
    for (const [found] of fold(text).matchAll(word)) {
      words.add(found.length <= wordLength ? found : storable(found, wordLength));
      if (words.size >= wordsPerDocument) return [...words];
    }
  return [...words];
}
