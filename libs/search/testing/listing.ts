import { beforeEach, describe, expect, it } from '@jest/globals';
import { day, document, now } from './documents.js';
import { filter, numbers, type HistoryTest } from './store.js';

export function listingConformance(test: HistoryTest): void {
  const pages = async (limit: number): Promise<number[]> => {
    const { history } = test.store;
    const seen: number[] = [];
    let page = await history.list(filter(), limit);
    seen.push(...numbers(page.documents));
    while (page.next !== undefined) {
      page = await history.list(filter(), limit, page.next);
      expect(page.documents.length).toBeGreaterThan(0);
      seen.push(...numbers(page.documents));
    }
    return seen;
  };

  describe('a listing', () => {
    beforeEach(() => test.begin());

    it('goes through equal times by id, each once, in pages of any size', async () => {
      const time = (index: number): number => now - (index % 3) * 40 * day;
      await test.write(Array.from({ length: 25 }, (_, index) => document(index + 1, { time: time(index) })));
      const whole = await pages(100);
      expect(whole.slice(0, 9)).toEqual([25, 22, 19, 16, 13, 10, 7, 4, 1]);
      expect(new Set(whole).size).toBe(25);
      for (const limit of [1, 7, 25]) expect(await pages(limit)).toEqual(whole);
    });

    it('stays as it was while documents arrive before it, behind it and in new months', async () => {
      await test.write([document(1), document(2), document(3), document(4)]);
      const first = await test.store.history.list(filter(), 2);
      const times = [now, now - 3_500, now - 60 * day];
      await test.write(times.map((time, index) => document(10 + index, { time })));
      const second = await test.store.history.list(filter(), 2, first.next);
      expect([first, second].flatMap(({ documents }) => numbers(documents))).toEqual([1, 2, 3, 4]);
      expect(second.next).toBeUndefined();
      expect(await test.found()).toEqual([10, 1, 2, 3, 11, 4, 12]);
    });

    it('stays as it was when the history is built anew meanwhile, and says so once that is gone', async () => {
      const { history, index } = test.store;
      await test.write([document(1), document(2), document(3)]);
      const first = await history.list(filter(), 1);
      test.generation++;
      await test.write([document(9)], false);
      await index.publish(test.generation);
      expect(await test.found()).toEqual([9]);
      const second = await history.list(filter(), 1, first.next);
      expect(numbers(second.documents)).toEqual([2]);
      await index.keep([test.generation], '2025-01');
      await expect(history.list(filter(), 1, second.next)).rejects.toMatchObject({
        kind: 'invalid',
        problems: [{ pointer: '?cursor', rule: 'expired' }],
      });
    });

    it.each(['', 'nothing', '1:x', 'aGVsbG8='])('refuses the pin %j, which is none of its own', async (pin) => {
      await test.write([document(1)]);
      const place = { time: now, id: '0'.repeat(32), pin };
      await expect(test.store.history.list(filter(), 1, place)).rejects.toMatchObject({ kind: 'invalid' });
    });
  });
}
