import { describe, expect, it } from '@jest/globals';
import { axisOf, axisLine, intervalBar } from './interval-plot.js';
import { markup } from './markup.js';
import { readoutPage } from './page.js';
import { paletteFor } from './palette.js';
import { printable } from './printable.js';
import { aReadout } from '../../fixtures/file-readout.js';
import { readoutText } from './text.js';
import { wrapped } from './wrapped.js';

const plain = paletteFor({});

describe('a readout on a terminal', () => {
  it.each([72, 80, 100, 140])('keeps to %i columns', (columns) => {
    const lines = readoutText(aReadout(), columns, plain).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
  });

  it('has its bars beside the numbers where there is room, and below them elsewhere', () => {
    const row = (columns: number): string | undefined =>
      readoutText(aReadout(), columns, plain)
        .split('\n')
        .find((line) => line.includes('+5.00 %') && line.startsWith('  new'));
    expect(row(140)).toMatch(/0\.012 +[ │├─●┤]+$/);
    expect(row(80)).toMatch(/0\.012$/);
    expect(readoutText(aReadout(), 80, plain)).toMatch(/\n {2}spend new +│ *├─+●─+┤\n/);
  });

  it('tells alarms first', () => {
    const text = readoutText(aReadout(), 100, plain);
    expect(text.indexOf('✗ The units are not split')).toBeLessThan(text.indexOf('spend: mean'));
    expect(text.indexOf('· Everything is compared')).toBeGreaterThan(text.indexOf('spend: mean'));
  });

  it('is coloured only where somebody looks at a terminal that wants it', () => {
    const terminal = { isTTY: true, hasColors: () => true };
    expect(readoutText(aReadout(), 80, paletteFor(terminal))).toContain('\u001b[31m');
    for (const stream of [{ isTTY: true, hasColors: () => false }, { isTTY: false, hasColors: () => true }, {}])
      expect(readoutText(aReadout(), 80, paletteFor(stream))).not.toContain('\u001b');
  });

  it('shows what a terminal would obey', () => {
    expect(printable({ name: 'a\u001b[2Jb\u0007', list: ['\u202ec'] })).toEqual({ name: 'a·[2Jb·', list: ['·c'] });
    expect(readoutText(aReadout('x\u001b]0;y\u0007'), 80, plain)).not.toMatch(/\p{Cc}(?<!\n)/u);
  });
});

describe('an interval as a bar', () => {
  it('is drawn where it is', () => {
    expect(intervalBar({ estimate: 0.5, lower: 0, upper: 1 }, { reach: 1 }, 21)).toBe('          ├────●────┤');
    expect(intervalBar({ estimate: 0, lower: -0.5, upper: 0.5 }, { reach: 1 }, 21)).toBe('     ├────●────┤     ');
    expect(intervalBar({ estimate: 0.2, lower: 0.1, upper: 3 }, { reach: 1 }, 21)).toBe('          │├●───────▸');
    expect(intervalBar({ estimate: -2, lower: -3, upper: -1.5 }, { reach: 1 }, 21)).toHaveLength(21);
  });

  it('has one axis with the others, that a single wide one does not press flat', () => {
    const narrow = { estimate: 0, lower: -1, upper: 1 };
    expect(axisOf([narrow, narrow, { estimate: 0, lower: -100, upper: 100 }])).toEqual({ reach: 4 });
    expect(axisOf([narrow, { estimate: 1, lower: 0, upper: 2 }])).toEqual({ reach: 2 });
    expect(axisOf([])).toEqual({ reach: 1 });
    expect(axisLine({ reach: 0.5 }, 21, (value) => `${value}`)).toBe('-0.5      0       0.5');
  });
});

describe('a readout as a page', () => {
  const hostile = '"><script>alert(1)</script>&amp;';

  it('shows what a file has for names, and runs nothing', () => {
    const page = readoutPage(aReadout(hostile));
    expect(page).not.toMatch(/<script|onerror=|javascript:/i);
    expect(page).toContain('&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;');
    expect(page).toContain('default-src &#39;none&#39;');
    // Nothing comes from elsewhere.
    expect(page).not.toMatch(/(?:src|href|url)\s*[=(]/i);
  });

  it('escapes whatever is put into it', () => {
    expect(markup`<p title="${'"'}">${['<', markup`<b>${'&'}</b>`]}</p>`.text).toBe(
      '<p title="&quot;">&lt;<b>&amp;</b></p>',
    );
  });
});

describe('wrapped text', () => {
  it('breaks between words, and words that are too long', () => {
    expect(wrapped('one two three', 9, '• ')).toEqual(['• one two', '  three']);
    expect(wrapped('from 1 % on', 8)).toEqual(['from 1 %', 'on']);
    expect(wrapped('from 10 % on', 8)).toEqual(['from', '10 % on']);
    expect(wrapped('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij']);
  });
});
