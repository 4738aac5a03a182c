import { describe, expect, it } from '@jest/globals';
import { findingsOf, type TiedPledge } from './project-findings.js';

const nobody = { creator_id: null, cards: [], devices: [] };
let number = 0;
const pledge = (changes: Partial<TiedPledge> = {}): TiedPledge => {
  number += 1;
  const own = { backer_id: `b${number}`, card: `c${number}`, device: `d${number}` };
  return { pledge_id: `p${number}`, ...own, base_amount: 100, ...changes };
};

describe('what is found of a project', () => {
  it('is nothing of backers who have nothing in common', () => {
    expect(findingsOf([pledge(), pledge(), pledge(), pledge(), pledge()], nobody).findings).toEqual([]);
  });

  it('is a ring of four backers who are tied in a chain of cards and devices, with its share', () => {
    const ring = [
      pledge({ card: 'x', device: 'y1' }),
      pledge({ card: 'x', device: 'y2' }),
      pledge({ device: 'y2', card: 'z' }),
      pledge({ card: 'z' }),
    ];
    const { findings, pledges } = findingsOf([pledge({ base_amount: 600 }), ...ring], nobody);
    expect(findings).toMatchObject([{ code: 'RING', pledges: 4, share: 0.4 }]);
    expect([...pledges].toSorted()).toEqual(ring.map(({ pledge_id }) => pledge_id).toSorted());
  });

  it('is no ring of three, nor of one backer with many cards', () => {
    expect(findingsOf([pledge({ card: 'x' }), pledge({ card: 'x' }), pledge({ card: 'x' })], nobody).findings).toEqual(
      [],
    );
    const one = Array.from({ length: 6 }, () => pledge({ backer_id: 'one' }));
    expect(findingsOf(one, nobody).findings).toEqual([]);
  });

  it('is a creator who backs it, as herself or by a card or device of hers, and no ring beside', () => {
    const creator = { creator_id: 'c', cards: ['own-card'], devices: ['own-device'] };
    const own = [
      pledge({ backer_id: 'c' }),
      pledge({ card: 'own-card' }),
      pledge({ device: 'own-device', card: 'own-card' }),
      pledge({ card: 'own-card' }),
      pledge({ card: 'own-card' }),
    ];
    const { findings } = findingsOf([...own, pledge({ base_amount: 500 })], creator);
    expect(findings).toMatchObject([{ code: 'CREATOR_BACKS', value: 'c', pledges: 5, share: 0.5 }]);
  });

  it('ties nobody by what is unknown, and has no share of unknown amounts', () => {
    const unknown = Array.from({ length: 5 }, () => pledge({ card: null, device: null, base_amount: null }));
    expect(findingsOf(unknown, nobody).findings).toEqual([]);
    const ring = unknown.map((one) => ({ ...one, card: 'x' }));
    expect(findingsOf(ring, nobody).findings).toMatchObject([{ share: 0 }]);
  });
});
