import { describe, expect, it } from '@jest/globals';
import { Grouped } from './grouped.js';

class Refusal extends Error {}

describe('Grouped', () => {
  const group = (bad: ReadonlySet<number>, groups: number[][] = []) =>
    new Grouped<number, number>(
      async (items) => {
        groups.push([...items]);
        if (items.some((item) => bad.has(item))) throw new Refusal('bad');
        return items.map((item) => -item);
      },
      (error) => error instanceof Refusal,
    );
  const outcomes = async (grouped: Grouped<number, number>, count: number) =>
    Promise.all(
      Array.from({ length: count }, async (_, item) => grouped.add(item).catch((error: Error) => error.message)),
    );

  it('makes one of the calls that come together', async () => {
    const groups: number[][] = [];
    expect(await outcomes(group(new Set(), groups), 3)).toEqual([-0, -1, -2]);
    expect(groups).toEqual([[0, 1, 2]]);
  });

  it('fails those items only that are bad, in few more runs', async () => {
    const groups: number[][] = [];
    const found = await outcomes(group(new Set([7, 700]), groups), 1_000);
    expect(found.flatMap((one, item) => (one === 'bad' ? [item] : []))).toEqual([7, 700]);
    expect(found[999]).toBe(-999);
    expect(groups.length).toBeLessThan(50);
  });

  it('runs nothing again that failed for another reason', async () => {
    let runs = 0;
    const away = new Grouped<number, number>(
      () => Promise.reject(new Error(`away ${++runs}`)),
      (error) => error instanceof Refusal,
    );
    expect(await outcomes(away, 3)).toEqual(['away 1', 'away 1', 'away 1']);
  });
});
