import { invalid } from '#libs/errors';

/** Texts with commas between; one that is known whole, such as a column with a comma in its name, stays whole. */
export const separate = (texts: readonly string[], isKnown: (text: string) => boolean): string[] =>
  texts
    .flatMap((text) => (isKnown(text) ? [text] : text.split(',').map((one) => one.trim())))
    .filter((one) => one !== '');

/**
 * `name=value` as pairs. A name may have an equals sign: the last one counts.
 * @param option for the message
 * @throws VerdictError `invalid` for what is no pair
 */
export const pairsOf = (
  option: string,
  texts: readonly string[],
  isKnown: (name: string) => boolean,
): [name: string, value: string][] =>
  separate(texts, (text) => isKnown(text.slice(0, Math.max(0, text.lastIndexOf('='))))).map((text) => {
    const at = text.lastIndexOf('=');
    if (at < 1 || at === text.length - 1) throw invalid(`${option}: "${text}" is no name=value.`);
    return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
  });
