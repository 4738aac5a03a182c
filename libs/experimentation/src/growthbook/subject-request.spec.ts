import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { growthBookSubjectSchema } from '#libs/contracts';
import { fastGrowthBookSubjectSchema, isPlainSubject } from './subject-request.js';

const anyOf = <Value>(usual: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 20, arbitrary: usual }, { weight: 1, arbitrary: fc.anything() });
const subject = fc.record(
  {
    attributes: anyOf(fc.dictionary(fc.string(), fc.jsonValue())),
    forcedVariations: anyOf(fc.dictionary(fc.string(), fc.integer())),
    forcedFeatures: anyOf(fc.array(fc.tuple(fc.string(), fc.jsonValue()))),
    url: anyOf(fc.oneof(fc.webUrl(), fc.constant('x'.repeat(8_001)))),
    another: fc.anything(),
  },
  { requiredKeys: ['attributes', 'forcedVariations', 'forcedFeatures', 'url'] },
);

describe('a plain subject', () => {
  it('is one that the schema takes as it is', () => {
    let plain = 0;
    fc.assert(
      fc.property(subject, (value) => {
        // Bodies are rid of this name when they are read.
        if (!isPlainSubject(value) || JSON.stringify(value).includes('__proto__')) return;
        plain++;
        expect(growthBookSubjectSchema.parse(value)).toEqual(value);
      }),
      { numRuns: 2_000 },
    );
    expect(plain).toBeGreaterThan(20);
  });

  it('is what the SDK sends', () => {
    const sent = { attributes: { id: 'u1' }, forcedVariations: {}, forcedFeatures: [['a', true]], url: '' };
    expect(isPlainSubject(sent)).toBe(true);
    expect(isPlainSubject({ ...sent, forcedVariations: { a: 'b' } })).toBe(false);
  });

  it('has no more attributes than evaluation bears', () => {
    const issuesOf = (attributes: object) =>
      fastGrowthBookSubjectSchema['~standard'].validate({
        attributes,
        forcedVariations: {},
        forcedFeatures: [],
        url: '',
      });
    const texts = Array.from({ length: 40 }, () => 'a'.repeat(2_000));
    const long = { issues: [expect.objectContaining({ path: ['attributes', 'tags'], code: 'size' })] };
    expect(issuesOf({ id: 'u1', tags: texts })).toMatchObject(long);
    expect(issuesOf({ id: 'u1', tags: texts.slice(0, 30) })).toHaveProperty('value');
    expect(issuesOf({ ['n'.repeat(9_000)]: 1 })).toHaveProperty('issues');
  });
});
