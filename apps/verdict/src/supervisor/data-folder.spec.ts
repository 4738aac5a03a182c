import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { DataFolder } from './data-folder.js';

describe('the secrets of a data folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'verdict-folder-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'secrets.json');

  it('stay the same, and are completed where an earlier version made fewer', () => {
    const first = new DataFolder(folder).secrets();
    expect(first.sourceHashKey).toMatch(/^[0-9a-f]{64}$/);
    const { sourceHashKey: _, ...earlier } = first;
    writeFileSync(file, JSON.stringify(earlier));
    const completed = new DataFolder(folder).secrets();
    expect(completed).toEqual({ ...earlier, sourceHashKey: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(new DataFolder(folder).secrets()).toEqual(completed);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(completed);
    expect(statSync(file).mode & 0o077).toBe(0);
  });
});
