import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { historyIntervals, historyLimits } from '#libs/contracts';
import { day, document, now } from './documents.js';
import { filter, type HistoryTest } from './store.js';

export function countingConformance(test: HistoryTest): void {
  describe('a summary', () => {
    beforeEach(() => test.begin());

    it('counts all that answer, and the values of a field: most frequent first, then by their bytes', async () => {
      const names = ['b', 'B', 'é', 'a', 'b', 'B'];
      await test.write(
        names.map((name, index) =>
          document(index + 1, { name, country: index < 2 ? 'DE' : null, reasons: index === 0 ? ['R1', 'R2'] : ['R1'] }),
        ),
      );
      expect(await test.store.history.summarise(filter(), ['name', 'country', 'reason', 'currency'])).toEqual({
        total: 6,
        facets: {
          name: [
            { value: 'B', items: 2 },
            { value: 'b', items: 2 },
            { value: 'a', items: 1 },
            { value: 'é', items: 1 },
          ],
          country: [{ value: 'DE', items: 2 }],
          reason: [
            { value: 'R1', items: 6 },
            { value: 'R2', items: 1 },
          ],
          currency: [],
        },
      });
      expect(await test.store.history.summarise(filter({ fields: { name: ['a'] } }), [])).toEqual({
        total: 1,
        facets: {},
      });
    });

    it('names so many values and no more', async () => {
      const count = historyLimits.facetValues + 5;
      await test.write(
        Array.from({ length: count }, (_, index) =>
          document(index + 1, { name: `n${String(index).padStart(3, '0')}`, time: now - (index % 3) * 40 * day }),
        ),
      );
      const { total, facets } = await test.store.history.summarise(filter(), ['name']);
      expect(total).toBe(count);
      expect(facets.name?.map(({ value }) => value)).toEqual(
        Array.from({ length: historyLimits.facetValues }, (_, index) => `n${String(index).padStart(3, '0')}`),
      );
    });

    it('stops counting where it says so', async () => {
      const many = Array.from({ length: historyLimits.countedTotal + 2 }, (_, index) => document(index + 1));
      await test.write(many);
      expect(await test.store.history.summarise(filter(), [])).toEqual({
        total: historyLimits.countedTotal + 1,
        facets: {},
      });
      const exact = filter({ from: now - historyLimits.countedTotal * 1_000 });
      expect((await test.store.history.summarise(exact, [])).total).toBe(historyLimits.countedTotal);
    }, 120_000);
  });

  describe('counts over time', () => {
    // A Sunday's last moment, the Monday after it, and the first of the next month, which is a Wednesday.
    const times = ['2026-03-29T23:59:59.999Z', '2026-03-30T00:00:00Z', '2026-04-01T00:30:00Z'].map((text) =>
      Date.parse(text),
    );
    beforeAll(async () => {
      await test.begin();
      await test.write([
        ...times.map((time, index) => document(index + 1, { time, name: 'often' })),
        document(9, { time: times[0] ?? now, name: 'once' }),
      ]);
    });

    const begins = {
      hour: ['2026-03-29T23:00:00Z', '2026-03-30T00:00:00Z', '2026-04-01T00:00:00Z'],
      day: ['2026-03-29T00:00:00Z', '2026-03-30T00:00:00Z', '2026-04-01T00:00:00Z'],
      week: ['2026-03-23T00:00:00Z', '2026-03-30T00:00:00Z'],
      month: ['2026-03-01T00:00:00Z', '2026-04-01T00:00:00Z'],
    };

    it.each(historyIntervals)('begin each %s in UTC', async (interval) => {
      const whole = filter({ to: now + 30 * day });
      const lines = await test.store.history.count(whole, 'name', interval);
      expect(lines.map(({ value, items }) => [value, items])).toEqual([
        ['often', 3],
        ['once', 1],
      ]);
      const [often] = lines;
      expect(often?.points.map(({ time }) => time)).toEqual(begins[interval].map((text) => Date.parse(text)));
      expect(often?.points.reduce((sum, { items }) => sum + items, 0)).toBe(3);
    });

    it('answer the filter', async () => {
      const some = filter({ to: now + 30 * day, fields: { name: ['once'] } });
      expect(await test.store.history.count(some, 'kind', 'month')).toEqual([
        { value: 'event', items: 1, points: [{ time: Date.parse('2026-03-01T00:00:00Z'), items: 1 }] },
      ]);
    });
  });
}
