import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe } from '@jest/globals';

const folder = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', 'shared');

/**
 * The path of a reference file beside the project, or undefined where the folder is absent.
 * Nothing of it is needed at run time: suites that use it skip without it.
 */
export function sharedPath(relative: string): string | undefined {
  const path = join(folder, relative);
  return existsSync(path) ? path : undefined;
}

/** A suite over reference data; where the data is absent it is skipped, and its name says so. */
export function describeShared(name: string, relative: string, suite: (path: string) => void): void {
  const path = sharedPath(relative);
  if (path === undefined) describe.skip(`${name} (no ${relative} beside the project)`, () => suite(''));
  else describe(name, () => suite(path));
}
