import { describe, expect, it } from '@jest/globals';
import { chargeBackOf } from './aftermath.js';
import { Random, streams } from './random.js';

const DAY = 86_400_000;
const collectedAt = Date.UTC(2026, 0, 1);

const after = (count: number, fraud?: number) =>
  Array.from({ length: count }, (_, index) => chargeBackOf(new Random(1, streams.pledge, index), fraud, collectedAt));

describe('chargeBackOf', () => {
  it('brings charge-backs one to eight weeks after the collection, and word of them later', () => {
    for (const { kind, at, knownAt } of [...after(20_000), ...after(500, 1)].flat()) {
      expect(knownAt).toBeGreaterThanOrEqual(at);
      if (kind !== 'charged_back') continue;
      expect(at).toBeGreaterThanOrEqual(collectedAt + 7 * DAY);
      expect(at).toBeLessThanOrEqual(collectedAt + 56 * DAY);
    }
  });

  it('never calls an honest pledge’s dispute fraud, and a fraud’s nothing else', () => {
    const honest = after(20_000).flat();
    expect(honest.some(({ category }) => category === 'fraud')).toBe(false);
    expect(honest.some(({ kind, category }) => kind === 'charged_back' && category === 'not_received')).toBe(true);
    expect(honest.some(({ kind, won }) => kind === 'disputed' && won === true)).toBe(true);
    const frauds = after(500, 1).flat();
    expect(frauds.filter(({ kind }) => kind === 'charged_back')).toHaveLength(500);
    expect(frauds.every(({ category }) => category === 'fraud')).toBe(true);
  });

  it('leaves fraud unnoticed as often as said', () => {
    const noticed = after(2_000, 0.4).filter((outcomes) => outcomes.length > 0).length;
    expect(noticed / 2_000).toBeCloseTo(0.4, 1);
  });
});
