import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ObjectStore } from '../src/object-store.js';

const megabyte = 1_048_576;

async function text(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** Bytes that repeat nowhere, in pieces that fit no boundary of a store's own. */
async function* noise(bytes: number, seed: string): AsyncGenerator<Buffer> {
  const piece = 99_991;
  for (let sent = 0; sent < bytes; sent += piece) {
    const hash = createHash('sha512').update(`${seed}${sent}`).digest();
    const block = Buffer.alloc(Math.min(piece, bytes - sent), hash);
    yield await Promise.resolve(block);
  }
}

async function* breaking(bytes: number): AsyncGenerator<Buffer> {
  yield* noise(bytes, 'half');
  throw new Error('cut');
}

async function digest(chunks: AsyncIterable<Buffer>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
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
      await store.put('a/empty', '');
      await store.put('a/empty-stream', Readable.from([]));
      expect(await store.read('a/bytes')).toEqual(Buffer.from([0, 255, 10]));
      expect(await text(await store.get('a/text'))).toBe('héllo');
      expect(await text(await store.get('a/stream'))).toBe('one two');
      expect(await store.read('a/empty')).toEqual(Buffer.alloc(0));
      expect(await text(await store.get('a/empty-stream'))).toBe('');
    });

    it('takes and gives a stream of 20 MB', async () => {
      const size = 20 * megabyte + 1;
      await store.put('large', Readable.from(noise(size, 'large')));
      expect(await digest(await store.get('large'))).toBe(await digest(noise(size, 'large')));
      expect((await store.read('large')).length).toBe(size);
    });

    it.each([4, 20 * megabyte])(
      'replaces an object whole, and keeps it when a stream breaks off after %i bytes',
      async (bytes) => {
        await store.put('a', 'first, and longer');
        await store.put('a', 'second');
        expect(String(await store.read('a'))).toBe('second');
        await expect(store.put('a', Readable.from(breaking(bytes)))).rejects.toThrow('cut');
        await expect(store.put('b', Readable.from(breaking(bytes)))).rejects.toThrow('cut');
        expect(String(await store.read('a'))).toBe('second');
        expect(await store.list('')).toEqual(['a']);
      },
    );

    it('has one of several objects whole when they are put under one name at once', async () => {
      const contents = Array.from({ length: 6 }, (_, index) => Buffer.alloc(megabyte, String(index)));
      await store.put('contested', contents[0] ?? '');
      let writing = true;
      const found = new Set<string>();
      const reading = (async () => {
        while (writing) found.add(await digest(await store.get('contested')));
      })();
      await Promise.all(
        contents.map((content, index) => store.put('contested', index % 2 === 0 ? content : Readable.from([content]))),
      );
      writing = false;
      await reading;
      found.add(await digest(await store.get('contested')));
      const whole = await Promise.all(contents.map((content) => digest(Readable.from([content]))));
      expect([...found].filter((one) => !whole.includes(one))).toEqual([]);
    });

    it('lists by prefix in the order of bytes, also inside a name', async () => {
      for (const one of [
        'b/dt=2026-01-02/part-2',
        'b/dt=2026-01-02/part-10',
        'b/dt=2026-01-01/part-1',
        'bc',
        'a',
        'b-c',
      ])
        await store.put(one, one);
      expect(await store.list('b')).toEqual([
        'b-c',
        'b/dt=2026-01-01/part-1',
        'b/dt=2026-01-02/part-10',
        'b/dt=2026-01-02/part-2',
        'bc',
      ]);
      expect(await store.list('b/dt=2026-01-02/part-1')).toEqual(['b/dt=2026-01-02/part-10']);
      expect(await store.list('nothing/here')).toEqual([]);
    });

    it('lists more than a thousand objects', async () => {
      const names = Array.from({ length: 1_101 }, (_, index) => `many/part-${index}`);
      const left = [...names];
      const putNext = async (): Promise<void> => {
        for (let next = left.pop(); next !== undefined; next = left.pop()) await store.put(next, '');
      };
      await Promise.all(Array.from({ length: 16 }, putNext));
      expect(await store.list('many/')).toEqual(names.sort());
    }, 120_000);

    it.each([
      'a+b=c@d,e_f-g.h/+/=/@/,/-/_.json.gz',
      'A/a',
      'dt=2026-01-01/1',
      'x..y/z.',
      `${'y'.repeat(200)}/${'z'.repeat(200)}`,
    ])('keeps the name %s as it is', async (odd) => {
      await store.put(odd, odd);
      await store.put(odd.toUpperCase(), 'another');
      expect(await store.list('')).toEqual([...new Set([odd, odd.toUpperCase()])].sort());
      expect(String(await store.read(odd))).toBe(odd === odd.toUpperCase() ? 'another' : odd);
      await store.delete(odd);
      expect(await store.exists(odd)).toBe(false);
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

    it('does not take the beginning of a name for an object', async () => {
      await store.put('folder/within/object', 'here');
      for (const name of ['folder', 'folder/within']) {
        expect(await store.exists(name)).toBe(false);
        await expect(store.read(name)).rejects.toMatchObject({ kind: 'not_found' });
        await expect(store.get(name)).rejects.toMatchObject({ kind: 'not_found' });
        await store.delete(name);
      }
      expect(await store.list('')).toEqual(['folder/within/object']);
    });

    it.each([
      '',
      '..',
      '../a',
      'a/../b',
      '/a',
      'a//b',
      'a/',
      '.hidden',
      'a/.b',
      'a b',
      'a\\b',
      'a\0',
      'é',
      'x'.repeat(201),
      'x/'.repeat(300) + 'x',
    ])('refuses the name %j', async (bad) => {
      const uses: (() => Promise<unknown>)[] = [
        () => store.put(bad, ''),
        () => store.get(bad),
        () => store.read(bad),
        () => store.exists(bad),
        () => store.delete(bad),
      ];
      for (const use of uses) await expect(Promise.resolve().then(use)).rejects.toMatchObject({ kind: 'invalid' });
    });

    it('refuses a prefix that leaves the store', async () => {
      for (const bad of ['../', 'a/../', '/', '.hidden/a'])
        await expect(store.list(bad)).rejects.toMatchObject({ kind: 'invalid' });
    });
  });
}
