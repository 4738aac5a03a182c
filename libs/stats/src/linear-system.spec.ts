import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { solveCovariances } from './linear-system.js';

describe('solveCovariances', () => {
  it('solves a textbook system', () => {
    const { solution, used } = solveCovariances(
      [
        [4, 2],
        [2, 3],
      ],
      [10, 8],
    );
    expect(solution).toEqual([expect.closeTo(1.75, 12), expect.closeTo(1.5, 12)]);
    expect(used).toBe(2);
  });

  it('gives back the right side', () => {
    const number = fc.double({ min: -3, max: 3, noNaN: true });
    const square = fc.array(fc.array(number, { minLength: 3, maxLength: 3 }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(square, fc.array(number, { minLength: 3, maxLength: 3 }), (root, right) => {
        // Rᵀ R + 1 is positive definite.
        const matrix = [0, 1, 2].map((i) =>
          [0, 1, 2].map((j) => root.reduce((sum, row) => sum + (row[i] ?? 0) * (row[j] ?? 0), i === j ? 1 : 0)),
        );
        const { solution } = solveCovariances(matrix, right);
        matrix.forEach((row, i) => {
          const left = row.reduce((sum, value, j) => sum + value * (solution[j] ?? 0), 0);
          expect(left).toBeCloseTo(right[i] ?? NaN, 8);
        });
      }),
    );
  });

  it('leaves out what says nothing new: a constant, a copy, a sum of others', () => {
    expect(
      solveCovariances(
        [
          [0, 0],
          [0, 2],
        ],
        [0, 4],
      ),
    ).toEqual({ solution: [0, expect.closeTo(2, 12)], used: 1 });
    expect(
      solveCovariances(
        [
          [1, 1],
          [1, 1],
        ],
        [3, 3],
      ),
    ).toEqual({ solution: [3, 0], used: 1 });
    const sum = solveCovariances(
      [
        [1, 0, 1],
        [0, 4, 4],
        [1, 4, 5],
      ],
      [1, 2, 3],
    );
    expect(sum).toEqual({ solution: [1, 0.5, 0], used: 2 });
    expect(solveCovariances([], [])).toEqual({ solution: [], used: 0 });
  });
});
