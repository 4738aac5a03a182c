import { describe, expect, it } from '@jest/globals';
import { csvText } from './csv.js';

describe('cells of CSV', () => {
  it.each(['-12', '-0.5', '-12345678901234567890.12', '-1e-7', '-2.5E+10', -12, -1e-7])('leave the number %s', (cell) =>
    expect(csvText([[cell]])).toBe(`${cell}\r\n`),
  );

  it.each(['=1+1', '+49 30 1234', '+1', '-1+1', '-2;3', '-A1', '-', '-1\t', '--1', '-1.', '-.5', '@SUM(A1)', '\t=1'])(
    'disarm %j, which a spreadsheet could compute',
    (cell) => expect(csvText([[cell]])).toBe(`'${cell}\r\n`),
  );

  it('disarm what has to be quoted too, and leave other text alone', () => {
    expect(csvText([['=HYPERLINK("x","y")', '-1,5', '-1\n', 'a-1', "it's", '']])).toBe(
      `"'=HYPERLINK(""x"",""y"")","'-1,5","'-1\n",a-1,it's,\r\n`,
    );
  });

  it('are empty where there is nothing, or no end', () =>
    expect(csvText([[null, undefined, -Infinity, Infinity, 0, false]])).toBe(',,,,0,false\r\n'));
});
