import { describe, expect, it } from '@jest/globals';
import { hashedText } from '#libs/bucketing';
import { judgeExposure } from './judge-exposure.js';
import { isRecordable } from './recordable-id.js';

const rules = { source: 'app', live: true, now: Date.parse('2026-03-31T00:00:00Z'), retentionDays: 90 };
const judge = (id: unknown) =>
  judgeExposure({ experiment: 'form', variant: 'a', unit: { type: 'visitor', id } }, rules, () => 'counts');

describe('the id of an exposed unit', () => {
  it.each([4711, -1.5, 1e21, 5e-324, -0])('may be the number %d: the text that is hashed of it', (id) => {
    const verdict = judge(id);
    expect(verdict).toMatchObject({ prepared: { event: { distinct_id: hashedText(id) } } });
    // By either it is the same unit, which counts once.
    expect(verdict).toEqual(judge(String(id)));
  });

  it.each([[NaN], [Infinity], [null], [true], [[4711]], [{ id: 4711 }]])('is not %p', (id) => {
    expect(judge(id)).toMatchObject({ refusal: { field: '/unit/id', rule: 'invalid_type' } });
  });

  it('is known beforehand to be taken or refused', () => {
    const texts = ['', 'v', 'x'.repeat(255), 'x'.repeat(256), 'a\0b', '\ud800', '4111111111111111', '4711'];
    const others = [4711, 0, 4111111111111111, 1e21, NaN, Infinity, null, undefined, true, [], ['v'], {}];
    for (const id of [...texts, ...others]) expect([id, isRecordable(id)]).toEqual([id, 'prepared' in judge(id)]);
  });
});
