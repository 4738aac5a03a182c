/**
 * Whole numbers of an answer, the same from every engine whatever it counts with: a number where JSON keeps it exactly, else
 * text. Anything else stays as it is.
 */
export function exactInteger(text: string): string | number {
  if (!/^-?\d+$/.test(text)) return text;
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : text;
}
