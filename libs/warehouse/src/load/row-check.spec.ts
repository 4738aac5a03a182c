import { describe, expect, it } from '@jest/globals';
import type { CopyColumn } from '../warehouse.js';
import { lineCheck } from './row-check.js';

/** What passes here and is refused by an engine would keep the sink from everything after it. */
describe('a line of a bucket', () => {
  const ruleOf = (type: CopyColumn['type'], value: unknown): string | undefined => {
    const told = lineCheck([{ name: 'cell', type, required: true }])(JSON.stringify({ cell: value }));
    return 'rule' in told ? told.rule : undefined;
  };

  it.each([
    ['date', '2028-02-29'],
    ['timestamp', '2026-03-10T23:59:59.123456'],
    ['epoch_ms', 8.64e15],
    ['integer', '9223372036854775807'],
    ['decimal(4,2)', '-12.34'],
    ['text', 'x'.repeat(65_535)],
    ['object', { text: 'x'.repeat(65_000) }],
  ] as const)('may hold as %s: %j', (type, value) => {
    expect(ruleOf(type, value)).toBeUndefined();
  });

  it.each([
    ['date', '2026-02-29'],
    ['date', '2026-3-1'],
    ['timestamp', '2026-02-30T12:00:00'],
    ['timestamp', '2026-03-10T24:00:00'],
    ['timestamp', '2026-03-10T12:00:00Z'],
    ['epoch_ms', 8.64e15 + 1],
    ['epoch_ms', 1.5],
    ['integer', '9223372036854775808'],
    ['decimal(4,2)', '123.4'],
    ['text', 'nul\0'],
    ['text', '\ud800'],
    ['text', 'é'.repeat(32_768)],
    ['object', { text: 'x'.repeat(65_530) }],
  ] as const)('may not hold as %s: %j', (type, value) => {
    expect(ruleOf(type, value)).toBe('cell');
  });
});
