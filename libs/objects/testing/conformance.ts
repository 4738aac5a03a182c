import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ObjectStore } from '../src/object-store.js';

async function text(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** What every object store does. */
export function objectStoreConformance(
  name: string,
  make: () => Promise<{ readonly store: ObjectStore; close(): Promise<void> }>,
): void {
  describe(`${name} as an object store`, () => {
    let store: ObjectStore;
    let made: Awaited<ReturnType<typeof make>>;
    beforeEach(async () => {
      made = await make();
      ({ store } = made);
    });
    afterEach(() => made.close());

    it('gives back what was put, from bytes, text and a stream', async () => {
      await store.put('a/bytes', Buffer.from([0, 255, 10]));
      await store.put('a/text', 'héllo');
      await store.put('a/stream', Readable.from([Buffer.from('one '), Buffer.from('two')]));
      expect(await store.read('a/bytes')).toEqual(Buffer.from([0, 255, 10]));
      expect(await text(await store.get('a/text'))).toBe('héllo');
      expect(await text(await store.get('a/stream'))).toBe('one two');
    });

    it('replaces an object whole, and leaves it alone when the new one breaks off', async () => {
      await store.put('a', 'first, and longer');
      await store.put('a', 'second');
      expect(String(await store.read('a'))).toBe('second');
      const breaking = Readable.from(
        (async function* () {
          yield Buffer.from('half');
          await Promise.resolve();
          throw new Error('cut');
        })(),
      );
      await expect(store.put('a', breaking)).rejects.toThrow('cut');
      expect(String(await store.read('a'))).toBe('second');
      expect(await store.list('')).toEqual(['a']);
    });

    it('lists by prefix in the order of bytes, also inside a name', async () => {
      for (const one of ['b/dt=2026-01-02/part-2', 'b/dt=2026-01-02/part-10', 'b/dt=2026-01-01/part-1', 'bc', 'a'])
        await store.put(one, one);
      expect(await store.list('b')).toEqual([
        'b/dt=2026-01-01/part-1',
        'b/dt=2026-01-02/part-10',
        'b/dt=2026-01-02/part-2',
        'bc',
      ]);
      expect(await store.list('b/dt=2026-01-02/part-1')).toEqual(['b/dt=2026-01-02/part-10']);
      expect(await store.list('nothing/here')).toEqual([]);
    });

    it('says what is not there', async () => {
      await expect(store.read('none')).rejects.toMatchObject({ kind: 'not_found' });
      await expect(store.get('none')).rejects.toMatchObject({ kind: 'not_found' });
      expect(await store.exists('none')).toBe(false);
      await store.put('some', '');
      expect(await store.exists('some')).toBe(true);
      await store.delete('some');
      await store.delete('some');
      expect(await store.exists('some')).toBe(false);
    });

    it.each(['', '..', '../a', 'a/../b', '/a', 'a//b', 'a/', '.hidden', 'a/.b', 'a b', 'a\\b', 'a\0', 'x'.repeat(600)])(
      'refuses the name %j',
      async (bad) => {
        await expect(Promise.resolve().then(() => store.put(bad, ''))).rejects.toMatchObject({ kind: 'invalid' });
        await expect(Promise.resolve().then(() => store.read(bad))).rejects.toMatchObject({ kind: 'invalid' });
        await expect(Promise.resolve().then(() => store.delete(bad))).rejects.toMatchObject({ kind: 'invalid' });
      },
    );
  });
}
