import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ColumnType } from '#libs/contracts';
import { schemaChange, widerType } from './schema-change.js';

describe('widerType', () => {
  it.each<[ColumnType, ColumnType, ColumnType | undefined]>([
    ['integer', 'integer', 'integer'],
    ['integer', 'decimal(10,2)', 'decimal(21,2)'],
    ['decimal(10,2)', 'decimal(12,6)', 'decimal(14,6)'],
    ['decimal(38,0)', 'decimal(10,2)', undefined],
    ['date', 'timestamp', 'timestamp'],
    ['integer', 'double', undefined],
    ['integer', 'text', undefined],
    ['boolean', 'integer', undefined],
    ['timestamp', 'text', undefined],
  ])('of %s and %s is %s', (one, other, wider) => {
    expect(widerType(one, other)).toBe(wider);
    expect(widerType(other, one)).toBe(wider);
  });

  const decimals = fc
    .tuple(fc.integer({ min: 1, max: 38 }), fc.nat(38))
    .filter(([precision, scale]) => scale <= precision)
    .map(([precision, scale]): ColumnType => `decimal(${precision},${scale})`);

  it('holds both, so that it is its own wider type with either', () => {
    fc.assert(
      fc.property(decimals, decimals, (one, other) => {
        const wider = widerType(one, other);
        fc.pre(wider !== undefined);
        expect(widerType(wider, one)).toBe(wider);
        expect(widerType(wider, other)).toBe(wider);
      }),
    );
  });
});

describe('schemaChange', () => {
  it('tells new, wider and contradictory columns apart, and leaves what is gone alone', () => {
    const known = [
      { name: 'id', type: 'integer' },
      { name: 'goal', type: 'integer' },
      { name: 'state', type: 'text' },
      { name: 'gone', type: 'date' },
    ] as const;
    const incoming = [
      { name: 'id', type: 'integer' },
      { name: 'goal', type: 'decimal(12,2)' },
      { name: 'state', type: 'integer' },
      { name: 'zone', type: 'text' },
    ] as const;
    expect(schemaChange(known, incoming)).toEqual({
      added: [{ name: 'zone', type: 'text' }],
      widened: [{ name: 'goal', type: 'decimal(21,2)' }],
      conflicts: [{ name: 'state', from: 'text', to: 'integer' }],
    });
  });
});
