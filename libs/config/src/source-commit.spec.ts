import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { sourceCommit } from './source-commit.js';

const commit = 'a'.repeat(40);
const folders: string[] = [];

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'verdict-commit-'));
  folders.push(folder);
  for (const [name, text] of Object.entries({ 'package.json': '{"version": "1.2.3"}', ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

describe('the commit of the sources', () => {
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });

  it.each([
    ['a branch', { '.git/HEAD': 'ref: refs/heads/main\n', '.git/refs/heads/main': `${commit}\n` }],
    [
      'a packed branch',
      { '.git/HEAD': 'ref: refs/heads/main\n', '.git/packed-refs': `# x\n${commit} refs/heads/main\n` },
    ],
    ['a commit by itself', { '.git/HEAD': commit }],
  ])('is read from %s', (_, files) => {
    expect(sourceCommit(folderWith(files))).toBe(commit);
  });

  it('is the version where there is no repository', () => {
    expect(sourceCommit(folderWith({}))).toBe('version 1.2.3');
  });
});
