import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assignmentRequestSchema } from '#libs/contracts';
import { isPlainRequest } from './assignment-request.js';

const id = fc.oneof(
  fc.string({ minLength: 1, maxLength: 20 }),
  fc.constantFrom<unknown>('', 'x'.repeat(256), 'x'.repeat(255), 1, null, undefined),
);
const keys = fc.oneof(
  fc.array(fc.string({ minLength: 1, maxLength: 101 }), { maxLength: 4 }),
  fc.constantFrom<unknown>(
    undefined,
    null,
    'a',
    [''],
    [1],
    Array.from({ length: 101 }, () => 'a'),
    {},
  ),
);
const record = fc.constantFrom<unknown>(true, false, undefined, null, 'true', 1, {});
const request = fc.oneof(
  fc.record(
    { units: fc.record({ visitor: id, backer: id, project: id }, { requiredKeys: [] }), experiments: keys, record },
    { requiredKeys: ['units'] },
  ),
  fc.record({ units: fc.dictionary(fc.constantFrom('visitor', 'user', 'backer'), id) }),
  fc.record({ units: fc.constant({ visitor: 'v' }), extra: fc.boolean() }),
  fc.anything(),
);

describe('a plain assignment request', () => {
  it('is one that the schema takes as it is', () => {
    let plain = 0;
    fc.assert(
      fc.property(request, (value) => {
        if (!isPlainRequest(value)) return;
        plain++;
        expect(assignmentRequestSchema.parse(value)).toEqual(value);
      }),
      { numRuns: 3_000 },
    );
    expect(plain).toBeGreaterThan(50);
  });

  it('is what an app sends', () => {
    expect(isPlainRequest({ units: { visitor: 'v_1' } })).toBe(true);
    expect(isPlainRequest({ units: { visitor: 'v_1', backer: 'b_1' }, experiments: ['a', 'b'] })).toBe(true);
    expect(isPlainRequest({ units: { visitor: 'v_1' }, record: true })).toBe(true);
    expect(isPlainRequest({ units: { visitor: 'v_1' }, record: 'true' })).toBe(false);
    expect(isPlainRequest({ units: {} })).toBe(false);
    expect(isPlainRequest({ units: { visitor: 'v_1' }, user: 'x' })).toBe(false);
  });
});
