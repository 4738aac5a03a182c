import { beforeAll, describe, expect, it } from '@jest/globals';
import { historyLimits, historyShares } from '#libs/contracts';
import { day, document, now } from './documents.js';
import { filter, type HistoryTest } from './store.js';

const by = (id: string) => ({ distinct_id: id, actors: [id] });
const backer = (id: string) => ({ ...by(id), backer: id });

export function sharingConformance(test: HistoryTest): void {
  describe('what is shared', () => {
    beforeAll(async () => {
      await test.begin();
      await test.write([
        document(1, { ...backer('b1'), ip: '192.0.2.1', card: 'c1', device: 'd1', email: 'e1' }),
        document(2, { ...backer('b1'), ip: '192.0.2.1', card: 'c2', time: now - 40 * day }),
        document(3, { ...backer('b2'), ip: '192.0.2.1', card: 'c1', kind: 'assessment', disposition: 'reject' }),
        document(4, { ...backer('b2'), ip: '192.0.2.1', kind: 'assessment', disposition: 'accept' }),
        document(5, { ...by('v3'), ip: '192.0.2.1' }),
        document(6, { ...backer('b4'), device: 'd9' }),
        document(7, { distinct_id: null, actors: [], ip: '192.0.2.1', pledge: 'p7' }),
      ]);
    });
    const lastOf = (number: number): number => now - number * 1_000;

    it('names each value with who else has it, most documents first', async () => {
      const shared = await test.store.history.share(filter({ actors: ['b1'] }), historyShares);
      expect(shared).toEqual([
        {
          by: 'ip',
          value: '192.0.2.1',
          own: 2,
          items: 4,
          others: 2,
          sharers: [
            { id: 'b2', items: 2, flagged: 1, lastTime: lastOf(3) },
            { id: 'v3', items: 1, flagged: 0, lastTime: lastOf(5) },
          ],
        },
        {
          by: 'card',
          value: 'c1',
          own: 1,
          items: 1,
          others: 1,
          sharers: [{ id: 'b2', items: 1, flagged: 1, lastTime: lastOf(3) }],
        },
      ]);
    });

    it.each([
      ['a card', filter({ fields: { card: ['c1'] } }), [['ip', '192.0.2.1', 2, 4]]],
      ['an address', filter({ ip: { first: '192.0.2.1', last: '192.0.2.1' } }), []],
      [
        'a device',
        filter({ fields: { device: ['d1'] } }),
        [
          ['ip', '192.0.2.1', 1, 5],
          ['card', 'c1', 1, 1],
        ],
      ],
      ['a pledge', filter({ fields: { pledge: ['p7'] } }), [['ip', '192.0.2.1', 1, 5]]],
      ['a range', filter({ actors: ['b1'], to: now - 30 * day }), []],
    ] as const)('is asked of %s', async (_, entity, expected) => {
      const shared = await test.store.history.share(entity, historyShares);
      expect(shared.map(({ by: kind, value, own, items }) => [kind, value, own, items])).toEqual(expected);
    });

    it('names so many sharers, and counts all of them', async () => {
      const count = historyLimits.sharers + 4;
      await test.write(
        Array.from({ length: count }, (_, index) => document(100 + index, { ...by(`w${index}`), card: 'c2' })),
      );
      const [card] = await test.store.history.share(filter({ actors: ['b1'] }), ['card']);
      expect(card).toMatchObject({ value: 'c1' });
      const [, second] = await test.store.history.share(filter({ actors: ['b1'] }), ['card']);
      expect(second).toMatchObject({ value: 'c2', own: 1, items: count, others: count });
      expect(second?.sharers).toHaveLength(historyLimits.sharers);
    });
  });
}
