import { eventLimits } from '#libs/contracts';
import { looksLikeCardNumber } from '#libs/scoring';
import type { Refusal } from './refusal.js';

// Half a surrogate pair, or NUL: JSON can escape both, and no database can store them.
const unstorable = /[\u{D800}-\u{DFFF}\0]/u;
const shortestCard = 1e12;
const manyDigits = /\d(?:[ \u00a0._/-]?\d){12}/;

export const isStorable = (text: string): boolean => !unstorable.test(text);

export const mayBeCard = (text: string): boolean => manyDigits.test(text) && looksLikeCardNumber(text);

/** Names, depth, text and card numbers of a property's value and of what is below it. Size is checked on the serialised whole. */
export function checkProperty(value: unknown, pointer: string, depth: number): Refusal | undefined {
  if (typeof value === 'string') return checkText(value, pointer);
  if (typeof value === 'number') return mayBeCard(String(value)) ? cardNumber(pointer) : undefined;
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
    ? isStorable(value) && !mayBeCard(value)
    : typeof value === 'boolean' || value === null || (typeof value === 'number' && Math.abs(value) < shortestCard);

export function checkText(text: string, pointer: string): Refusal | undefined {
  if (!isStorable(text)) return { field: pointer, rule: 'text', detail: 'holds NUL or half a surrogate pair' };
  return mayBeCard(text) ? cardNumber(pointer) : undefined;
}

const cardNumber = (field: string): Refusal => ({
  field,
  rule: 'card_number',
  detail: 'looks like a payment card’s number; send a fingerprint or token instead',
});

export const escapePart = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1');
