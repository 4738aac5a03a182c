import { z } from 'zod';

type Issue = Parameters<NonNullable<ReturnType<typeof z.config>['customError']>>[0];

/**
 * What a rule of a schema asks for, in words that follow a field's name and a colon, as in `/limit: at most 500`. A schema's
 * own words come first; these are for rules without.
 */
export function plainWords(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'missing' : typeWords(issue.expected);
    case 'invalid_value':
      return issue.values.length === 1 ? String(issue.values[0]) : `one of ${issue.values.join(', ')}`;
    case 'too_small':
      return `${issue.inclusive === false ? 'more than' : 'at least'} ${sized(issue.minimum, issue.origin)}`;
    case 'too_big':
      return `${issue.inclusive === false ? 'less than' : 'at most'} ${sized(issue.maximum, issue.origin)}`;
    case 'invalid_format':
      return formats[issue.format] ?? `text that matches ${issue.pattern ?? issue.format}`;
    case 'not_multiple_of':
      return `a multiple of ${issue.divisor}`;
    case 'unrecognized_keys':
      return `no such field here: ${issue.keys.join(', ')}`;
    case 'invalid_key':
    case 'invalid_element':
      return `names and values each by their rule (${issue.issues[0]?.message ?? 'this one is not'})`;
    case 'invalid_union':
      // Of a union told apart by one field: no member was tried, so what is missing is one of that field's values.
      if (issue.inclusive !== false && issue.errors.length === 0) return `one of ${(issue.options ?? []).join(', ')}`;
      return [...new Set(issue.errors.map(([first]) => first?.message ?? 'another shape'))].join(', or ');
    case 'custom':
    default:
      return 'not as it should be';
  }
}

const types: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
};

const formats: Readonly<Record<string, string>> = {
  email: 'an e-mail address',
  uuid: 'a UUID',
  date: 'a date, as in 2026-03-10',
  datetime: 'a time by RFC 3339 with its offset, as in 2026-03-10T12:00:00Z',
};

const typeWords = (expected: string): string => types[expected] ?? `of the type ${expected}`;

const units: Readonly<Record<string, string>> = { string: 'character', array: 'item', map: 'entry', set: 'item' };

function sized(size: number | bigint, origin: string): string {
  const unit = units[origin];
  return unit === undefined ? String(size) : `${size} ${unit}${size === 1 || size === 1n ? '' : 's'}`;
}

// For every schema of this process, wherever it is checked.
z.config({ customError: plainWords });
