import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sourceTableSchema } from '#libs/contracts';
import type { BucketLine } from '#libs/events';
import { LineProblem } from '../import/line-problem.js';
import { KeyedHash } from './keyed-hash.js';
import { MixpanelEvents } from './mixpanel-event.js';

const key = 'a-key-of-the-tests-that-is-long-enough';
const eventsOf = (table: object) => new MixpanelEvents('mixpanel', sourceTableSchema.parse(table), new KeyedHash(key));
const hashed = (text: string): string => createHmac('sha256', key).update(text).digest('hex');

type Pairs = readonly (readonly [string, unknown])[];
const identifying: Pairs = [
  ['time', 1_773_014_401],
  ['distinct_id', 'b1'],
  ['$insert_id', 'i-1'],
];
const lineOf = (pairs: Pairs): string => JSON.stringify({ event: 'Pledge', properties: Object.fromEntries(pairs) });

/** By its bytes; undefined for what the judge has to read. */
function quickly(events: MixpanelEvents, line: string): BucketLine | undefined {
  const bytes = Buffer.from(line);
  return events.quick?.(bytes, undefined, 0, bytes.length);
}

function judged(events: MixpanelEvents, line: string): BucketLine | undefined {
  try {
    return events.row(JSON.parse(line));
  } catch (error) {
    if (error instanceof LineProblem) return undefined;
    throw error;
  }
}

const fieldsOf = (line: BucketLine | undefined): object => JSON.parse(`${line?.open}}`) as object;

const personal = {
  columns: [
    { name: 'email', use: 'hash' },
    { name: 'note', use: 'drop' },
  ],
};

describe('columns that are dropped or hashed on the way', () => {
  it.each<[string, Pairs, object]>([
    ['first', [['note', 'x'], ['email', 'a@b'], ...identifying, ['a', 1]], { email: hashed('a@b'), a: 1 }],
    ['last', [...identifying, ['a', 1], ['email', 'a@b'], ['note', 'x']], { a: 1, email: hashed('a@b') }],
    [
      'in between',
      [['a', 1], ['note', 'x'], ['b', 2], ...identifying, ['email', 7], ['c', 3]],
      { a: 1, b: 2, email: hashed('7'), c: 3 },
    ],
    ['alone', [...identifying, ['note', { deep: ['x'] }]], {}],
    ['null', [...identifying, ['email', null], ['note', null], ['a', null]], { a: null }],
    ['values with parts', [...identifying, ['email', ['a', { b: 1.5 }]]], { email: hashed('["a",{"b":1.5}]') }],
    [
      'beside an address',
      [['note', 1], ['ip', '10.0.0.1'], ['email', true], ...identifying],
      { email: hashed('true') },
    ],
  ])('are so by the bytes of the line, %s', (_, pairs, properties) => {
    const events = eventsOf(personal);
    const line = quickly(events, lineOf(pairs));
    expect(fieldsOf(line)).toMatchObject({ distinct_id: 'b1', insert_id: 'i-1' });
    expect(fieldsOf(line)).toHaveProperty('properties', properties);
    expect(line).toEqual(judged(events, lineOf(pairs)));
  });

  it('do not count, where they are dropped, among the properties that an event may have', () => {
    const events = eventsOf({ columns: [{ name: 'kept', use: 'keep' }], others: 'drop' });
    const many: Pairs = [...Array.from({ length: 400 }, (_, index) => [`p${index}`, index] as const), ['kept', 1]];
    const line = lineOf([...identifying, ...many]);
    expect(fieldsOf(judged(events, line))).toHaveProperty('properties', { kept: 1 });
    expect([undefined, judged(events, line)]).toContainEqual(quickly(events, line));
  });

  it.each(['time', 'distinct_id', '$insert_id'])('are left to the judge where %s is one of them', (name) => {
    for (const use of ['drop', 'hash']) expect(eventsOf({ columns: [{ name, use }] }).quick).toBeUndefined();
  });

  it('are what the judge makes of them, whichever they are and whatever they hold', () => {
    const names = ['a', 'b', 'email', 'note', 'ip'];
    const use = fc.constantFrom('keep', 'drop', 'hash');
    const value = fc.oneof(
      fc.constantFrom<unknown>('10.0.0.1', '4111111111111111', 4_111_111_111_111_111, '', 'é"\\', null, true, -0.5),
      fc.string({ maxLength: 8 }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.array(fc.constantFrom<unknown>(1, 'x', null, { y: [] }), { maxLength: 3 }),
    );
    const pairs = fc.uniqueArray(fc.tuple(fc.constantFrom(...names, 'other'), value), { selector: ([name]) => name });
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...names), use),
        use,
        fc.tuple(pairs, fc.nat(6)),
        (uses, others, [given, at]) => {
          const events = eventsOf({ columns: Object.entries(uses).map(([name, of]) => ({ name, use: of })), others });
          const line = lineOf([...given.slice(0, at), ...identifying, ...given.slice(at)]);
          const quick = quickly(events, line);
          if (quick !== undefined) expect(quick).toEqual(judged(events, line));
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
