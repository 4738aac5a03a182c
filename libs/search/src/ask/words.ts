import { historyLimits } from '#libs/contracts';
import { invalid, type VerdictError } from '#libs/errors';
import { wordsOf } from '../document/fold.js';
import type { HistoryWord } from '../history.js';

const shortestBeginning = 2;

/** `Zürich boa*` are the word `zurich` and any that begins with `boa`. @throws VerdictError `invalid` */
export function readWords(text: string): HistoryWord[] {
  const words = text.split(/\s+/).flatMap((part) => {
    const found = wordsOf([part]);
    return found.map((word, place) => ({ text: word, isBeginning: part.endsWith('*') && place === found.length - 1 }));
  });
  if (words.length === 0) throw refusal('a word has a letter or a digit');
  if (words.length > historyLimits.words) throw refusal(`${historyLimits.words} words at most`);
  if (words.some(({ text: word, isBeginning }) => isBeginning && word.length < shortestBeginning))
    throw refusal(`${shortestBeginning} letters at least before *`);
  return words;
}

const refusal = (detail: string): VerdictError =>
  invalid(`?q cannot be searched for: ${detail}.`, [{ pointer: '?q', rule: 'words', detail }]);
