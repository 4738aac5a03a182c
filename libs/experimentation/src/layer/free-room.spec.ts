import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { freeRoom } from './free-room.js';

const position = fc.integer({ min: 0, max: 20 }).map((step) => step / 20);
const part = fc
  .tuple(position, position)
  .map(([one, other]) => ({ from: Math.min(one, other), to: Math.max(one, other) }));

describe('freeRoom', () => {
  it.each([
    [[], [{ from: 0, to: 1 }]],
    [[{ from: 0, to: 1 }], []],
    [
      [
        { from: 0.5, to: 0.75 },
        { from: 0.2, to: 0.5 },
      ],
      [
        { from: 0, to: 0.2 },
        { from: 0.75, to: 1 },
      ],
    ],
  ])('beside %j is %j', (parts, free) => expect(freeRoom(parts)).toEqual(free));

  it('is every place that no part has, however they overlap', () => {
    fc.assert(
      fc.property(fc.array(part), fc.double({ min: 0, max: 0.999, noNaN: true }), (parts, at) => {
        const isIn = ({ from, to }: { from: number; to: number }): boolean => at >= from && at < to;
        expect(freeRoom(parts).some(isIn)).toBe(!parts.some(isIn));
      }),
    );
  });
});
