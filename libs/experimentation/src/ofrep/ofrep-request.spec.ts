import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ofrepRequestSchema } from '#libs/contracts';
import { fastOfrepRequestSchema } from './ofrep-request.js';

const validate = (value: unknown): unknown => fastOfrepRequestSchema['~standard'].validate(value);

const targetingKey = fc.oneof(
  fc.string({ maxLength: 300 }),
  fc.constantFrom<unknown>('x'.repeat(255), 'x'.repeat(256), 1, null, undefined, []),
);
const request = fc.oneof(
  fc.record({ context: fc.record({ targetingKey, other: fc.jsonValue() }, { requiredKeys: [] }) }),
  fc.record({ context: fc.anything() }),
  fc.anything(),
);

describe('a request of OFREP that is checked by hand', () => {
  it('is one that the described schema takes as it is', () => {
    let taken = 0;
    fc.assert(
      fc.property(request, (value) => {
        const result = validate(value);
        const described = ofrepRequestSchema.safeParse(value);
        if (typeof result === 'object' && result !== null && 'value' in result) {
          taken++;
          expect(described.data).toEqual(value);
        }
      }),
      { numRuns: 2_000 },
    );
    expect(taken).toBeGreaterThan(100);
  });

  it('is taken, not copied', () => {
    const value = { context: { targetingKey: 'u1', visits: 3, tags: ['a'] }, unknown: true };
    expect(validate(value)).toEqual({ value });
    expect((validate(value) as { readonly value: unknown }).value).toBe(value);
  });
});
