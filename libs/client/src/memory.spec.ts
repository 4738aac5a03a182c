import { describe, expect, it } from '@jest/globals';
import { Memory } from './memory.js';

const answer = (variant: string) => ({ form: { variant, inAnalysis: true } });

class Kept {
  readonly entries = new Map<string, string>();
  full = false;
  readonly getItem = (name: string) => this.entries.get(name) ?? null;
  readonly setItem = (name: string, value: string): void => {
    if (this.full) throw new Error('full');
    this.entries.set(name, value);
  };
}

describe('what a client remembers', () => {
  it('is of the latest units, in its storage too', () => {
    const storage = new Kept();
    const memory = new Memory(3, storage);
    for (let index = 0; index < 100; index++) {
      memory.remember({ visitor: 'always' }, answer('a'));
      memory.remember({ visitor: `v${index}` }, answer('b'));
    }
    for (const one of [memory, new Memory(3, storage)]) {
      expect(one.recall({ visitor: 'always' })).toEqual(answer('a'));
      expect(one.recall({ visitor: 'v99' })).toEqual(answer('b'));
      expect(one.recall({ visitor: 'v96' })).toEqual({});
    }
    expect([...storage.entries.values()].join('').length).toBeLessThan(500);
  });

  it('is what another page has written since', () => {
    const storage = new Kept();
    const [one, other] = [new Memory(10, storage), new Memory(10, storage)];
    one.remember({ visitor: 'v' }, answer('a'));
    other.remember({ visitor: 'w' }, answer('b'));
    one.remember({ visitor: 'x' }, answer('c'));
    for (const [visitor, variant] of Object.entries({ v: 'a', w: 'b', x: 'c' }))
      for (const memory of [one, other]) expect(memory.recall({ visitor })).toEqual(answer(variant));
  });

  it('is here all the same where the storage is full, or holds something else', () => {
    const storage = new Kept();
    const memory = new Memory(10, storage);
    memory.remember({ visitor: 'v' }, answer('a'));
    storage.full = true;
    memory.remember({ visitor: 'v' }, answer('b'));
    expect(memory.recall({ visitor: 'v' })).toEqual(answer('b'));
    for (const [name] of storage.entries) storage.entries.set(name, '{"of": "others"}');
    expect(memory.recall({ visitor: 'v' })).toEqual(answer('b'));
  });
});
