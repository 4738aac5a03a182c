import { describe, expect, it } from '@jest/globals';
import { nearestNames } from './nearest-names.js';

const names = ['Page View', 'Pledge', 'New user', 'Pledge Outcome'];

describe('nearestNames', () => {
  it.each([
    ['pledge', 'Pledge'],
    ['Pldege', 'Pledge'],
    ['Pledges', 'Pledge'],
    ['PageView', 'Page View'],
    ['pledge outcomes', 'Pledge Outcome'],
    ['new_user', 'New user'],
  ])('takes %s for %s', (misspelt, meant) => {
    expect(nearestNames(misspelt, names, 1)).toEqual([meant]);
  });

  it('tells so many, in the order given where they are as near', () => {
    expect(nearestNames('C', ['B', 'A', 'CC'], 2)).toEqual(['B', 'A']);
    expect(nearestNames('C', [], 3)).toEqual([]);
  });
});
