import { words } from './format.js';

/** A JSON pointer for people: `/variants/1/weight` is "Variants 2, weight". */
export const placeWords = (pointer: string): string =>
  words(
    pointer
      .slice(1)
      .split('/')
      .map((part) => (/^\d+$/.test(part) ? ` ${Number(part) + 1}` : `, ${part}`))
      .join('')
      .slice(2),
  );
