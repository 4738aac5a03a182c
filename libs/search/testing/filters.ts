import { beforeAll, describe, expect, it } from '@jest/globals';
import type { HistoryFilter } from '../src/history.js';
import { document } from './documents.js';
import type { HistoryTest } from './store.js';

const email = 'e'.repeat(32);

const documents = [
  document(1, { name: 'Pledge', actors: ['v1', 'b1'], project: 'p1', amount: 5 }),
  document(2, { source: 'shop', ip: '192.0.2.7', country: 'DE', device: 'd1' }),
  document(3, {
    kind: 'assessment',
    risk_score: 40,
    risk_level: 'elevated',
    disposition: 'reject',
    reasons: ['A', 'B'],
  }),
  document(4, { kind: 'assessment', risk_score: 2, disposition: 'accept', reasons: ['B'], card: 'c1', pledge: 'p4' }),
  document(5, { kind: 'outcome', category: 'fraud', currency: 'EUR', email, distinct_id: 'b2', actors: ['b2'] }),
  document(6, { ip: '2001:db8::7', properties: { path: '/projects/1', 'utm.tags': ['red', "o'hara"] } }),
];

const cases: readonly (readonly [string, Partial<HistoryFilter>, readonly number[]])[] = [
  ['one of several ids', { actors: ['b1', 'b2'] }, [1, 5]],
  ['a distinct id', { fields: { distinct_id: ['b2'] } }, [5]],
  ['one of several kinds', { fields: { kind: ['assessment', 'outcome'] } }, [3, 4, 5]],
  ['two fields', { fields: { kind: ['assessment'], disposition: ['accept'] } }, [4]],
  ['a name', { fields: { name: ['Pledge'] } }, [1]],
  ['a name in another case', { fields: { name: ['pledge'] } }, []],
  ['a source', { fields: { source: ['shop'] } }, [2]],
  ['a project', { fields: { project: ['p1'] } }, [1]],
  ['a pledge', { fields: { pledge: ['p4'] } }, [4]],
  ['a device', { fields: { device: ['d1'] } }, [2]],
  ['a card', { fields: { card: ['c1'] } }, [4]],
  ['an e-mail', { fields: { email: [email] } }, [5]],
  ['a country', { fields: { country: ['DE', 'FR'] } }, [2]],
  ['a level', { fields: { risk_level: ['elevated'] } }, [3]],
  ['a reason among several', { fields: { reason: ['B'] } }, [3, 4]],
  ['a category', { fields: { category: ['fraud'] } }, [5]],
  ['a currency', { fields: { currency: ['EUR'] } }, [5]],
  ['a score from', { minimumScore: 40 }, [3]],
  ['a score to', { maximumScore: 2 }, [4]],
  ['scores between', { minimumScore: 2, maximumScore: 40 }, [3, 4]],
  ['an address', { ip: { first: '192.0.2.7', last: '192.0.2.7' } }, [2]],
  ['a block of addresses', { ip: { first: '192.0.2.0', last: '192.0.2.255' } }, [2]],
  ['a block of the other version', { ip: { first: '2001:db8::', last: '2001:db8::ffff' } }, [6]],
  ['a property', { properties: [{ name: 'path', value: '/projects/1' }] }, [6]],
  ['a value of a list', { properties: [{ name: 'utm.tags', value: "o'hara" }] }, [6]],
  ['a part of a value', { properties: [{ name: 'path', value: '/projects' }] }, []],
];

const words = (...texts: readonly string[]): Partial<HistoryFilter> => ({
  words: texts.map((text) => ({ text: text.replace('*', ''), isBeginning: text.endsWith('*') })),
});

export function filterConformance(test: HistoryTest): void {
  describe('a filter', () => {
    beforeAll(async () => {
      await test.begin();
      await test.write(documents);
    });

    it.each(cases)('finds %s', async (_, over, expected) => {
      expect(await test.found(over)).toEqual(expected);
    });

    it('asks for all of its parts', async () => {
      const properties = [
        { name: 'path', value: '/projects/1' },
        { name: 'utm.tags', value: 'red' },
      ];
      expect(await test.found({ properties, actors: ['v1'] })).toEqual([6]);
      expect(await test.found({ properties, actors: ['b2'] })).toEqual([]);
      expect(await test.found({ properties: [...properties, { name: 'path', value: 'x' }] })).toEqual([]);
    });
  });

  describe('words', () => {
    beforeAll(async () => {
      await test.begin();
      await test.write([
        document(1, { words: ['zurich', 'board', 'game'] }),
        document(2, { words: ['board', 'gaming'] }),
        document(3, { words: ['東京の夜'], properties: { game: 'board' } }),
      ]);
    });

    it.each([
      [['board'], [1, 2]],
      [['board', 'game'], [1]],
      [['gam*'], [1, 2]],
      [['gam'], []],
      [['東京*'], [3]],
      [['gam*', 'zurich'], [1]],
    ] as const)('%j are found in %j', async (texts, expected) => {
      expect(await test.found(words(...texts))).toEqual(expected);
    });
  });
}
