const unstorable = /[\p{Surrogate}\0]/gu;

/** The beginning of a text as every store takes it: a lone surrogate (half of a pair, at a cut) and NUL are replaced. */
export const storable = (text: string, length: number): string =>
  text.slice(0, length).replaceAll(unstorable, '\uFFFD');
