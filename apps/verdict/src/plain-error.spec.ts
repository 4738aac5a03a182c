import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PlainError, sentenceOf } from './plain-error.js';

/** The sentence for the error that the system really gives. */
const sentenceFor = (work: () => void): string => {
  try {
    work();
  } catch (error) {
    return sentenceOf(error);
  }
  return 'It went well.';
};

describe('one sentence for an error', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'verdict-sentence-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('says that the disk is full', () => {
    expect(sentenceFor(() => writeFileSync('/dev/full', 'x'))).toMatch(
      /^The disk is full; make room and start again\./,
    );
  });

  it('says that a port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const late = createServer().listen(taken.address());
    const error = await new Promise<Error>((resolve) => late.once('error', resolve));
    taken.close();
    expect(sentenceOf(error)).toBe('The port is taken; choose another with PORT.');
  });

  it('names the path of what went wrong with a file', () => {
    const path = join(folder, 'nowhere/file');
    expect(sentenceFor(() => writeFileSync(path, 'x'))).toBe(`There is no such file or folder. (${path})`);
    mkdirSync(join(folder, 'made'));
    expect(sentenceFor(() => writeFileSync(join(folder, 'made'), 'x'))).toBe(
      `It is a folder, where a file belongs. (${join(folder, 'made')})`,
    );
  });

  it('leaves our own as they are', () => {
    expect(sentenceOf(new PlainError('Set PORT.'))).toBe('Set PORT.');
    expect(sentenceOf('told')).toBe('told');
  });
});
