import { words } from './format.js';

/** A place of a refusal for people: `/variants/1/weight` is "Variants 2, weight", `?limit` and `{limit}` are "Limit". */
export const placeWords = (pointer: string): string =>
  words(
    pointer
      .replace(/^[/?{]|[}]$/g, '')
      .split('/')
      .map((part) => (/^\d+$/.test(part) ? ` ${Number(part) + 1}` : `, ${part}`))
      .join('')
      .slice(2),
  );
