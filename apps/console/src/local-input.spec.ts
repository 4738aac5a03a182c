import { describe, expect, it } from '@jest/globals';
import { localInput, timeOfInput } from './local-input.js';

describe('a time in an input', () => {
  it('is the same time when it comes back, to the second where nobody changed it', () => {
    const at = '2026-12-01T08:30:17.000Z';
    expect(localInput(at)).toMatch(/^2026-1[12]-\d\dT\d\d:\d\d$/);
    expect(timeOfInput(localInput(at), at)).toBe(at);
    expect(timeOfInput(localInput(at), null)).toBe('2026-12-01T08:30:00.000Z');
    expect(timeOfInput(localInput(at), '2026-12-02T08:30:17.000Z')).toBe('2026-12-01T08:30:00.000Z');
  });

  it('is none where there is none', () => {
    expect([localInput(null), localInput('never'), timeOfInput('', null), timeOfInput(undefined, '2026')]).toEqual([
      '',
      '',
      null,
      null,
    ]);
  });
});
