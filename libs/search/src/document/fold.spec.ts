import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fold, wordLength, wordsOf } from './fold.js';

describe('fold', () => {
  it.each([
    ['Zürich', 'zurich'],
    ['STRASSE', 'strasse'],
    ['Straße', 'strasse'],
    ['İstanbul', 'istanbul'],
    ['Łódź', 'lodz'],
    ['Ærø', 'aero'],
    ['ﬁne', 'fine'],
    ['①', '1'],
    ['Ｆｕｌｌ', 'full'],
    ['naïve café', 'naive cafe'],
    ['Việt Nam', 'viet nam'],
    ['ΑΘΉΝΑ', 'αθηνα'],
    ['東京', '東京'],
  ])('makes %s %s', (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  it('changes nothing that is folded', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => fold(fold(text)) === fold(text)));
  });

  it('does not care for case', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(fold(text.toUpperCase())).toBe(fold(text.toLowerCase()));
      }),
    );
  });
});

describe('wordsOf', () => {
  it('gives runs of letters and digits, each once, in order', () => {
    expect(wordsOf(['/projects/42?ref=Home', 'Page View', 'home'])).toEqual([
      'projects',
      '42',
      'ref',
      'home',
      'page',
      'view',
    ]);
    expect(wordsOf(['', '--', "l'été"])).toEqual(['l', 'ete']);
  });

  it('holds only letters and digits, so that no store splits them again', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (texts) => {
        for (const word of wordsOf(texts)) expect(word).toMatch(/^[\p{L}\p{N}\uFFFD]+$/u);
      }),
    );
  });

  it('cuts long words alike wherever they come from, and stops at 256', () => {
    const long = 'x'.repeat(500);
    expect(wordsOf([long])).toEqual(['x'.repeat(wordLength)]);
    expect(wordsOf([`${long}y`])).toEqual(wordsOf([long]));
    expect(wordsOf(Array.from({ length: 300 }, (_, index) => `w${index}`))).toHaveLength(256);
  });
});
