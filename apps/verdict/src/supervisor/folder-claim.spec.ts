import { fork, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projectRoot } from '#libs/config';
import { FolderClaim } from './folder-claim.js';

const root = projectRoot();
const processes = 8;
const rounds = 40;

describe('a folder that many processes claim at once', () => {
  const folders: string[] = [];
  let children: ChildProcess[];

  beforeAll(() => {
    children = Array.from({ length: processes }, () =>
      fork(join(root, 'test/support/claiming-process.ts'), [], {
        execArgv: ['--conditions=source', '--import', join(root, 'test/support/typescript.mjs')],
      }),
    );
  });
  afterAll(() => {
    for (const child of children) child.kill('SIGKILL');
    for (const folder of folders) rmSync(folder, { recursive: true });
  });

  /** With files of processes that were killed while they held it. */
  function staleFolder(): string {
    const folder = mkdtempSync(join(tmpdir(), 'verdict-claim-'));
    folders.push(folder);
    const { pid } = spawnSync(process.execPath, ['--version']);
    for (const name of ['0a', '0b']) writeFileSync(join(folder, `claim.${pid}.123.${name}`), '');
    return folder;
  }

  /** Those of them that say that they hold it. */
  async function holdersOf(folder: string, claiming: readonly ChildProcess[]): Promise<ChildProcess[]> {
    const at = Date.now() + 50;
    const answers = await Promise.all(
      claiming.map(async (child) => {
        child.send({ folder, at });
        const [answer] = (await once(child, 'message')) as [{ holds: boolean }];
        return answer.holds ? [child] : [];
      }),
    );
    return answers.flat();
  }

  it('is held by one of them, each time', async () => {
    for (let round = 0; round < rounds; round++) expect(await holdersOf(staleFolder(), children)).toHaveLength(1);
  });

  it('is free once its holder was killed, and has no file of those who gave way', async () => {
    const folder = staleFolder();
    const [holder] = await holdersOf(folder, children);
    expect(readdirSync(folder)).toEqual([expect.stringMatching(`^claim\\.${holder?.pid}\\.`)]);
    expect(await FolderClaim.take(folder)).toBeUndefined();
    holder?.kill('SIGKILL');
    if (holder !== undefined) await once(holder, 'exit');
    const claim = await FolderClaim.take(folder);
    expect(claim).toBeDefined();
    claim?.release();
    expect(readdirSync(folder)).toEqual([]);
  });
});
