import { beforeEach, describe, expect, it } from '@jest/globals';
import { day, document, now } from './documents.js';
import { filter, numbers, type HistoryTest } from './store.js';

export function writingConformance(test: HistoryTest): void {
  describe('what is written', () => {
    beforeEach(() => test.begin());

    it('may be nothing at all', async () => {
      const { history, index } = test.store;
      expect(await history.list(filter(), 10)).toEqual({ documents: [] });
      expect(await history.summarise(filter(), ['name'])).toEqual({ total: 0, facets: { name: [] } });
      expect(await history.count(filter(), 'name', 'day')).toEqual([]);
      expect(await history.share(filter({ actors: ['v1'] }), ['ip'])).toEqual([]);
      expect(await index.count(test.generation)).toBe(0);
      expect([await index.has(test.generation), await index.has(test.generation + 1)]).toEqual([true, false]);
      await history.check();
    });

    it('comes back as it was, over all months of the range, newest first', async () => {
      const {
        words: _,
        link,
        ...whole
      } = document(1, {
        kind: 'assessment',
        source: 'verdict',
        name: 'Pledge Assessed',
        distinct_id: 'b1',
        backer: 'b1',
        actors: ['b1'],
        ip: '2001:db8::1',
        country: 'FR',
        device: 'd1',
        card: 'card "1"',
        email: 'f'.repeat(32),
        project: 'p/1',
        pledge: 'π',
        revision: 2,
        risk_score: 0.01,
        risk_level: 'normal',
        disposition: 'accept',
        reasons: ['IP', 'CARD'],
        category: 'fraud',
        amount: Number.MAX_SAFE_INTEGER,
        currency: 'EUR',
        base_amount: -5,
        properties: { 'a.b': "it's", list: ['x\\y', 'z'] },
      });
      const others = [document(2, { time: now - 40 * day }), document(3, { time: now - 80 * day })];
      await test.write([{ ...whole, link, words: ['whole'] }, ...others]);
      const { documents, next } = await test.store.history.list(filter(), 10);
      expect(documents[0]).toEqual(whole);
      expect(numbers(documents)).toEqual([1, 2, 3]);
      expect(next).toBeUndefined();
      expect(await test.found({ from: now - 41 * day, to: now - 40 * day })).toEqual([]);
      expect(await test.found({ from: now - 40 * day, to: now })).toEqual([1, 2]);
    });

    it('counts once, and the first of an id, in one write and in many', async () => {
      await test.write([document(1, { name: 'first' }), document(1, { name: 'second' }), document(2)]);
      await test.write([document(1, { name: 'third' }), document(3)]);
      const { documents } = await test.store.history.list(filter(), 10);
      expect(documents.map(({ name }) => name)).toEqual(['first', 'Page View', 'Page View']);
      expect(await test.store.index.count(test.generation)).toBe(3);
    });

    it('is refused alone, with the reason', async () => {
      const bad = document(2, { ip: 'nowhere' });
      const refused = await test.write([document(1), bad, document(3), document(4)]);
      expect(refused).toEqual([{ document: bad, rule: expect.any(String), detail: expect.stringMatching(/\w/) }]);
      expect(await test.found()).toEqual([1, 3, 4]);
    });

    it('is kept apart where a test key sent it', async () => {
      const ip = '192.0.2.1';
      await test.write([
        document(1, { ip, distinct_id: 'v1' }),
        document(2, { ip, live: false, distinct_id: 'v2', actors: ['v2'] }),
      ]);
      expect(await test.found()).toEqual([1]);
      expect(await test.found({ live: false })).toEqual([2]);
      const { history } = test.store;
      expect(await history.summarise(filter(), ['kind'])).toEqual({
        total: 1,
        facets: { kind: [{ value: 'event', items: 1 }] },
      });
      expect((await history.count(filter(), 'kind', 'day')).map(({ items }) => items)).toEqual([1]);
      expect(await history.share(filter({ actors: ['v1'] }), ['ip'])).toEqual([]);
    });
  });

  describe('a generation', () => {
    beforeEach(() => test.begin());

    it('is not asked before it is published, and then alone', async () => {
      await test.write([document(1)]);
      test.generation++;
      await test.write([document(2), document(3, { time: now - 40 * day })], false);
      expect(await test.found()).toEqual([1]);
      await test.store.index.publish(test.generation);
      await test.store.settle();
      expect(await test.found()).toEqual([2, 3]);
      await test.write([document(4, { time: now - 70 * day })]);
      expect(await test.found()).toEqual([2, 3, 4]);
      expect(await test.store.index.count(test.generation - 1)).toBe(1);
      await test.store.index.keep([test.generation], '2025-01');
      expect(await test.store.index.has(test.generation - 1)).toBe(false);
      expect(await test.found()).toEqual([2, 3, 4]);
    });

    it('may be published twice', async () => {
      await test.write([document(1)]);
      await test.store.index.publish(test.generation);
      expect(await test.found()).toEqual([1]);
    });

    it('loses the months before one, whole', async () => {
      const times = [now, Date.parse('2026-02-01T00:00:00Z'), Date.parse('2026-01-31T23:59:59.999Z')];
      await test.write(times.map((time, index) => document(index + 1, { time })));
      await test.store.index.keep([test.generation], '2026-02');
      expect(await test.found()).toEqual([1, 2]);
      await test.write([document(4, { time: times[2] ?? now })]);
      expect(await test.found()).toEqual([1, 2, 4]);
    });
  });
}
