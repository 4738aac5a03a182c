import { invalid } from '#libs/errors';
import { looksLikeCardNumber } from '#libs/scoring';

/**
 * Refuses a body that holds a card number, wherever: a fingerprint belongs there.
 * @throws VerdictError `invalid` with the place; never with the value, nor with a field's name that is one.
 */
export function refuseCardNumbers(body: unknown): void {
  const pointer = placeOfCardNumber(body, '');
  if (pointer === undefined) return;
  const detail = 'a card number is never sent here; send a fingerprint of it as credit_card.token';
  throw invalid(`The body holds what looks like a card number${pointer === '' ? '' : ` at ${pointer}`}.`, [
    { pointer, rule: 'card_number', detail },
  ]);
}

function placeOfCardNumber(value: unknown, pointer: string): string | undefined {
  if (typeof value === 'string') return looksLikeCardNumber(value) ? pointer : undefined;
  // The digits of a fraction are no card's.
  if (typeof value === 'number')
    return Number.isInteger(value) && looksLikeCardNumber(String(value)) ? pointer : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, one] of Object.entries(value)) {
    if (looksLikeCardNumber(name)) return pointer;
    const found = placeOfCardNumber(one, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
    if (found !== undefined) return found;
  }
  return undefined;
}
