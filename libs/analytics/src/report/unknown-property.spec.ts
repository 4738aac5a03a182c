import { describe, expect, it } from '@jest/globals';
import { reportSchema } from '#libs/contracts';
import { unknownProperty } from './unknown-property.js';

const funnel = { kind: 'funnel', from: '2026-03-01', to: '2026-03-31', steps: ['Page View', 'Pledge'] };
const asked = reportSchema.parse({ ...funnel, property: 'devise' });

describe('unknownProperty', () => {
  it('is told when no first step has it', () => {
    const [warning] = unknownProperty(asked, [
      { value: '', step: 1, units: 5 },
      { value: '', step: 2, units: 0 },
    ]);
    expect(warning).toMatchObject({ pointer: '/property', name: 'devise' });
    expect(warning?.detail).toContain('No Page View that was counted has a property devise');
  });

  it('is not told when some have it, when nothing was counted, or when none was asked for', () => {
    expect(
      unknownProperty(asked, [
        { value: '', units: 5 },
        { value: 'phone', units: 1 },
      ]),
    ).toEqual([]);
    expect(unknownProperty(asked, [{ value: '', units: 0 }])).toEqual([]);
    expect(unknownProperty(reportSchema.parse(funnel), [{ value: '', units: 5 }])).toEqual([]);
  });
});
