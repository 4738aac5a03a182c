import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { objectStoreConformance } from '../testing/conformance.js';
import { FolderStore } from './folder-store.js';

objectStoreConformance('FolderStore', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'verdict-objects-'));
  return {
    store: new FolderStore(join(folder, 'made', 'when', 'needed')),
    close: () => rm(folder, { recursive: true, force: true }),
  };
});

describe('what a write that was killed has left', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'verdict-left-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const dayMs = 86_400_000;
  const hidden = async (): Promise<string[]> =>
    (await readdir(join(folder, 'a'))).filter((name) => name.startsWith('.'));
  const age = async (name: string): Promise<void> => {
    const then = new Date(Date.now() - 2 * dayMs);
    await utimes(join(folder, 'a', name), then, then);
  };
  const yesterday = (): Date => new Date(Date.now() - dayMs);

  it('is never listed, and goes once it is old; whole objects and files of others stay', async () => {
    const store = new FolderStore(folder);
    await store.put('a/whole', 'whole');
    const hooks = join(process.cwd(), 'test/support/typescript.mjs');
    const sources = ['--conditions=source', '--import', hooks, '--input-type=module'];
    const child = spawn(process.execPath, [...sources, '-e', writer(folder)]);
    while ((await hidden()).length === 0) await pause(50);
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    const left = await hidden();
    expect(await store.list('')).toEqual(['a/whole']);
    expect(await store.sweep(yesterday())).toBe(0);
    await writeFile(join(folder, 'a', '.keep'), '');
    for (const name of [...left, '.keep', 'whole']) await age(name);
    expect(await store.sweep(yesterday())).toBe(1);
    expect(await hidden()).toEqual(['.keep']);
    expect(String(await store.read('a/whole'))).toBe('whole');
  });

  it('is not what a living process waits with, however long its bytes are in coming', async () => {
    const store = new FolderStore(folder, 20);
    await mkdir(join(folder, 'a'), { recursive: true });
    let more: () => void = () => undefined;
    const waits = new Promise<void>((resolve) => (more = resolve));
    async function* slowly(): AsyncGenerator<Buffer> {
      yield Buffer.from('first, ');
      await waits;
      yield Buffer.from('then');
    }
    const writing = store.put('a/slow', Readable.from(slowly()));
    const begun = async (): Promise<string | undefined> => (await hidden()).find((name) => name !== '.keep');
    while ((await begun()) === undefined) await pause(10);
    await age((await begun()) ?? '');
    await pause(200);
    expect(await store.sweep(yesterday())).toBe(0);
    more();
    await writing;
    expect(String(await store.read('a/slow'))).toBe('first, then');
  });
});

/** A process that begins to write an object and never ends. */
const writer = (folder: string): string => `
  import { Readable } from 'node:stream';
  import { FolderStore } from '#libs/objects';
  async function* endless() { yield Buffer.from('half'); await new Promise((resolve) => setTimeout(resolve, 600_000)); }
  await new FolderStore(${JSON.stringify(folder)}).put('a/object', Readable.from(endless()));
`;
