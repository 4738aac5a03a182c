import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { FolderStore } from './folder-store.js';
import { KeptCopies } from './kept-copies.js';
import type { ObjectStore } from './object-store.js';

const folder = mkdtempSync(join(tmpdir(), 'verdict-copies-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const text = (given: string): string => given;
const number = (given: string): number => {
  if (!/^\d+$/.test(given)) throw new Error('no number');
  return Number(given);
};

function copies(name: string, store: ObjectStore) {
  const failures: unknown[] = [];
  const disk = join(folder, name);
  return {
    disk,
    failures,
    kept: new KeptCopies(
      disk,
      async () => store,
      (error) => failures.push(error),
    ),
  };
}

describe('kept copies', () => {
  it('lie on the disk, for the owner only, and in object storage for another disk', async () => {
    const store = new FolderStore(join(folder, 'objects'));
    const { disk, kept, failures } = copies('one', store);
    await kept.keep('a.json', '1');
    await kept.keep('a.json', '2');
    expect(readFileSync(join(disk, 'a.json'), 'utf8')).toBe('2');
    expect(statSync(join(disk, 'a.json')).mode & 0o077).toBe(0);
    await kept.close();
    const other = copies('two', store).kept;
    expect(await other.onDisk('a.json', text)).toBeUndefined();
    expect(await other.elsewhere('a.json', text)).toBe('2');
    expect(failures).toEqual([]);
  });

  it('are none where nothing can be read', async () => {
    const { disk, kept } = copies('three', new FolderStore(join(folder, 'nothing')));
    await kept.keep('a.json', 'x');
    writeFileSync(join(disk, 'a.json'), '{"cut');
    expect(await kept.onDisk('a.json', number)).toBeUndefined();
    expect(await kept.elsewhere('b.json', number)).toBeUndefined();
    await kept.close();
  });

  it('do not wait for object storage, and come there with the next one when it was away', async () => {
    const store = new FolderStore(join(folder, 'late'));
    let isAway = true;
    const flaky: ObjectStore = {
      put: (name, content) => (isAway ? Promise.reject(new Error('away')) : store.put(name, content)),
      get: (name) => store.get(name),
      read: (name) => store.read(name),
      list: (prefix) => store.list(prefix),
      exists: (name) => store.exists(name),
      delete: (name) => store.delete(name),
    };
    const { kept, failures } = copies('four', flaky);
    await kept.keep('a.json', '1');
    await kept.close();
    expect(failures).toEqual([new Error('away')]);
    isAway = false;
    await kept.keep('b.json', '2');
    await kept.close();
    expect([await kept.elsewhere('a.json', text), await kept.elsewhere('b.json', text)]).toEqual(['1', '2']);
  });
});
