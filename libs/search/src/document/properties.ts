import { looksLikeCardNumber } from '#libs/scoring';
import { storable } from './storable.js';

export type FlatProperties = Record<string, string | string[]>;

export const propertyLimits = { name: 128, value: 256, count: 64, values: 16 } as const;

/** Who somebody is, as Mixpanel's and minFraud's fields call it: a history finds people by ids and fingerprints instead. */
const personal =
  /(?:^|[._$ -])(?:e-?mail|(?:first|last|full|user|given|family|nick)_?name|phone(?:_number)?|address(?:_\d)?|street|birth_?(?:day|date)|password|passport|ssn|iban)$/i;
const emailInside = /[^\s@<>()",;:]+@[^\s@<>()",;:]+\.\p{L}{2,}/gu;
const personalNames = new Set(['$name', 'name_on_card']);

export const isPersonal = (name: string): boolean => personalNames.has(name) || personal.test(name);

/**
 * The leaves of an event's properties as text, the names of nested ones joined by dots; of a list, its values. Left out are
 * what says who somebody is (see `isPersonal`), e-mail addresses, what may be a card's number, null, and what goes beyond the limits.
 */
export function flatten(properties: Readonly<Record<string, unknown>>): FlatProperties {
  const flat: FlatProperties = {};
  let count = 0;
  const visit = (name: string, value: unknown): void => {
    if (value === null || value === undefined || name.length > propertyLimits.name || isPersonal(name)) return;
    if (typeof value === 'object' && !Array.isArray(value)) {
      for (const [part, below] of Object.entries(value)) visit(name === '' ? part : `${name}.${part}`, below);
      return;
    }
    if (name === '' || count >= propertyLimits.count) return;
    const found = Array.isArray(value) ? listOf(value) : textOf(value);
    if (found === undefined) return;
    flat[name] = found;
    count++;
  };
  visit('', properties);
  return flat;
}

function listOf(values: readonly unknown[]): string[] | undefined {
  const texts = values.flatMap((value) => textOf(value) ?? []).slice(0, propertyLimits.values);
  return texts.length === 0 ? undefined : [...new Set(texts)];
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string' || looksLikeCardNumber(value)) return undefined;
  const text = value.includes('@') ? value.replaceAll(emailInside, '').trim() : value;
  return text === '' ? undefined : cutValue(text);
}

/** A value as it is stored and asked for. */
export const cutValue = (text: string): string => storable(text, propertyLimits.value);
