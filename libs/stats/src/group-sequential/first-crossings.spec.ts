import { describe, expect, it } from '@jest/globals';
import { constantBounds, designOf, equalLooks } from '../../testing/looks.js';
import { sure } from '../../testing/sure.js';
import { crossingProbabilities } from './crossing.js';
import { firstCrossings } from './first-crossings.js';
import { massOf } from './surviving-paths.js';

describe('firstCrossings', () => {
  it.each([
    ['O’Brien–Fleming type', designOf(equalLooks(28))],
    ['Pocock type', designOf([0.1, 0.15, 0.6, 0.61, 1], { spending: 'pocock' })],
    ['one side', designOf(equalLooks(5), { sides: 1 })],
    ['bounds that rise again', constantBounds([1, 3, 1.5])],
  ])('has under any drift what crosses at each look: %s', (_, design) => {
    for (const drift of [-3, 0, 0.5, 2.8, 7.99, 8.01, 30]) {
      const { upper, lower } = sure(crossingProbabilities(design, drift));
      const masses = firstCrossings(design, drift).map((paths) => massOf(paths, drift));
      expect(masses).toHaveLength(design.looks.length - 1);
      masses.forEach((mass, look) => expect(mass / (upper[look] || 1)).toBeCloseTo(upper[look] === 0 ? 0 : 1, 8));
      if (design.sides === 1) continue;
      const mirrored = firstCrossings(design, -drift).map((paths) => massOf(paths, -drift));
      mirrored.forEach((mass, look) => expect(mass / (lower[look] || 1)).toBeCloseTo(lower[look] === 0 ? 0 : 1, 8));
    }
  });

  it('has nothing before looks that cannot be crossed', () => {
    expect(firstCrossings(designOf([1]), 0)).toEqual([]);
    expect(firstCrossings(designOf([0.001, 1]), 0).map((paths) => massOf(paths))).toEqual([0]);
  });
});
