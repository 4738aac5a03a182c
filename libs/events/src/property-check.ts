import { eventLimits } from '#libs/contracts';
import { escapePart, isStorable } from '#libs/errors';
import { looksLikeCardNumber } from '#libs/scoring';
import type { Refusal } from './refusal.js';

const shortestCard = 1e11;

/** Names, depth, text, numbers and card numbers of a property's value and of what is below it. Size is checked on the serialised whole. */
export function checkProperty(value: unknown, pointer: string, depth: number): Refusal | undefined {
  if (typeof value === 'string') return checkText(value, pointer);
  if (typeof value === 'number') return checkNumber(value, pointer);
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth >= eventLimits.propertyDepth)
    return { field: pointer, rule: 'depth', detail: `deeper than ${eventLimits.propertyDepth} levels` };
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      const refusal = checkProperty(item, `${pointer}/${index}`, depth + 1);
      if (refusal !== undefined) return refusal;
    }
    return undefined;
  }
  return checkProperties(value as Readonly<Record<string, unknown>>, pointer, depth + 1);
}

export function checkProperties(
  properties: Readonly<Record<string, unknown>>,
  pointer: string,
  depth = 1,
): Refusal | undefined {
  const names = Object.keys(properties);
  if (names.length > eventLimits.propertyCount)
    return { field: pointer, rule: 'properties', detail: `more than ${eventLimits.propertyCount} names` };
  for (const name of names) {
    if (name.length > eventLimits.name)
      return { field: pointer, rule: 'name', detail: `a name is longer than ${eventLimits.name} characters` };
    // The pointer must not repeat what may not be stored.
    const nameRefusal = checkText(name, pointer);
    if (nameRefusal !== undefined) return nameRefusal;
    const value = properties[name];
    if (isHarmless(value)) continue;
    const refusal = checkProperty(value, `${pointer}/${escapePart(name)}`, depth);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

/** Most values are: without a pointer to them, which only a refusal needs. */
const isHarmless = (value: unknown): boolean =>
  typeof value === 'string'
    ? isStorable(value) && !looksLikeCardNumber(value)
    : typeof value === 'boolean' || value === null || (typeof value === 'number' && Math.abs(value) < shortestCard);

export function checkText(text: string, pointer: string): Refusal | undefined {
  if (!isStorable(text)) return { field: pointer, rule: 'text', detail: 'holds NUL or half a surrogate pair' };
  return looksLikeCardNumber(text) ? cardNumber(pointer) : undefined;
}

/** JSON may write 1e400, which is read as Infinity: no canonical form has it, and it would be stored as null. */
function checkNumber(value: number, pointer: string): Refusal | undefined {
  if (!Number.isFinite(value))
    return { field: pointer, rule: 'number_range', detail: 'a number beyond the range of a double' };
  return looksLikeCardNumber(String(value)) ? cardNumber(pointer) : undefined;
}

const cardNumber = (field: string): Refusal => ({
  field,
  rule: 'card_number',
  detail: 'looks like a payment card’s number; send a fingerprint or token instead',
});
