import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compilePattern, LONGEST_INPUT, LONGEST_PATTERN } from './pattern.js';

/** Patterns over few letters, so that random texts match them often. */
const { pattern } = fc.letrec<{ pattern: string; term: string; atom: string }>((tie) => ({
  pattern: fc
    .array(
      fc.array(tie('term'), { maxLength: 3 }).map((terms) => terms.join('')),
      { minLength: 1, maxLength: 3 },
    )
    .map((options) => options.join('|')),
  term: fc.oneof(
    fc.constantFrom('^', '$', String.raw`\b`, String.raw`\B`),
    fc
      .tuple(tie('atom'), fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,2}', '{0,}', '{1}', '*?', '+?'))
      .map((both) => both.join('')),
  ),
  atom: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('a', 'b', 'B', ' ', '.', 'é', 'É', ']', '}', String.raw`\/`, String.raw`\.`, String.raw`\x61`),
    fc.constantFrom(String.raw`\u0062`, String.raw`\d`, String.raw`\D`, String.raw`\w`, String.raw`\W`, String.raw`\s`),
    fc.constantFrom(
      '[ab]',
      '[^ab]',
      '[a-c]',
      String.raw`[\w-]`,
      String.raw`[^\d\s]`,
      String.raw`[\W_]`,
      '[é-ü]',
      '[]',
      '[^]',
    ),
    tie('pattern').map((inner) => `(${inner})`),
    tie('pattern').map((inner) => `(?:${inner})`),
  ),
}));
const text = fc.string({
  unit: fc.constantFrom('a', 'b', 'A', 'B', 'c', ' ', '_', '1', 'é', 'É', '\n', '-', ']', 'µ'),
  maxLength: 8,
});

/** Undefined for the few whose repeats come to more steps than are served. */
function compiled(source: string, insensitive: boolean): ReturnType<typeof compilePattern> | undefined {
  try {
    return compilePattern(source, insensitive);
  } catch (error) {
    if (error instanceof SyntaxError && error.message.includes('too large')) return undefined;
    throw error;
  }
}

describe('compilePattern', () => {
  it.each([false, true])('finds what JavaScript finds (regarding no case: %s)', (insensitive) => {
    let found = 0;
    fc.assert(
      fc.property(pattern, text, (source, input) => {
        const matches = compiled(source, insensitive);
        fc.pre(matches !== undefined);
        const expected = new RegExp(source, insensitive ? 'i' : '').test(input);
        found += expected ? 1 : 0;
        expect(matches?.(input)).toBe(expected);
      }),
      {
        numRuns: 3_000,
        examples: [['((?:(|(^^^|(?:^|^^^|^){2}^^|^^){2}){2}^^)+?^|^){1,2}', '']],
      },
    );
    expect(found).toBeGreaterThan(300);
  });

  it.each(['(', ')', '[a', '*', 'a**', 'a{2,1}', '[b-a]', '\\', '/???***[)', '{1}'])(
    'refuses %j as JavaScript does',
    (source) => {
      expect(() => new RegExp(source)).toThrow(SyntaxError);
      expect(() => compilePattern(source, false)).toThrow(SyntaxError);
    },
  );

  it.each([
    '(?=a)',
    '(?<!a)b',
    String.raw`(a)\1`,
    String.raw`\k<a>`,
    String.raw`\p{L}`,
    'a'.repeat(LONGEST_PATTERN + 1),
  ])('refuses %j, which it does not serve', (source) => {
    expect(() => compilePattern(source, false)).toThrow(SyntaxError);
  });

  it('refuses repeats that are too large once written out, however they are nested', () => {
    expect(() => compilePattern('((a{30}){30}){30}', false)).toThrow(/too large/);
    expect(() => compilePattern('a{1001}', false)).toThrow(/too large/);
    expect(compilePattern(`${'('.repeat(40)}${'){9999}'.repeat(40)}a`, false)('a')).toBe(true);
    expect(() => compilePattern(`${'('.repeat(200)}a${')'.repeat(200)}`, false)).toThrow(/deeper/);
  });

  it('reads each code unit once a step, where backtracking would take 2 to the power of the length', () => {
    const hostile = `${'a'.repeat(LONGEST_INPUT - 1)}!`;
    for (const source of ['^(a+)+$', '^(a|a)*$', '^(a|aa)+$', '(.*)*b', '(x+x+)+y', 'a*a*a*a*a*a*b']) {
      expect(compilePattern(source, false)(hostile)).toBe(false);
    }
  });

  it('finds nothing in a text that is too long, and takes no pattern that is', () => {
    expect(() => compilePattern('a'.repeat(LONGEST_PATTERN + 1), false)).toThrow(/longer/);
    const any = compilePattern('a', false);
    expect(any('a'.repeat(LONGEST_INPUT))).toBe(true);
    expect(any('a'.repeat(LONGEST_INPUT + 1))).toBe(false);
  });
});
