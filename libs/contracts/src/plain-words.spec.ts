import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import './index.js';

const words = (schema: z.ZodType, value: unknown) => schema.safeParse(value).error?.issues[0]?.message;

const kinds = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('a') }),
  z.strictObject({ kind: z.literal('b') }),
]);

describe('plainWords', () => {
  it.each([
    [z.string(), undefined, 'missing'],
    [z.string(), 5, 'text'],
    [z.int(), 'x', 'a number'],
    [z.int(), 1.5, 'a whole number'],
    [z.coerce.number(), 'x', 'a number'],
    [z.boolean(), 'yes', 'true or false'],
    [z.strictObject({}), [], 'an object'],
    [z.number().min(1), 0, 'at least 1'],
    [z.number().gt(0), 0, 'more than 0'],
    [z.number().max(500), 501, 'at most 500'],
    [z.string().min(1), '', 'at least 1 character'],
    [z.array(z.string()).max(2), ['a', 'b', 'c'], 'at most 2 items'],
    [z.enum(['red', 'blue']), 'green', 'one of red, blue'],
    [z.literal('x'), 'y', 'x'],
    [z.email(), 'nobody', 'an e-mail address'],
    [z.uuid(), '1', 'a UUID'],
    [z.iso.date(), 'today', 'a date, as in 2026-03-10'],
    [z.iso.datetime({ offset: true }), 'now', 'a time by RFC 3339 with its offset, as in 2026-03-10T12:00:00Z'],
    [z.union([z.number(), z.boolean()]), 'x', 'a number, or true or false'],
    [kinds, { kind: 'c' }, 'one of a, b'],
    [kinds, {}, 'one of a, b'],
    [z.string().regex(/^a$/), 'b', 'text that matches /^a$/'],
    [z.string().regex(/^a$/, 'the letter a'), 'b', 'the letter a'],
    [z.record(z.string().max(1), z.string()), { ab: '' }, 'names and values each by their rule (at most 1 character)'],
  ])('words rule %#', (schema, value, expected) => expect(words(schema, value)).toBe(expected));
});
