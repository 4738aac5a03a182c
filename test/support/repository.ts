import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { projectRoot } from '#libs/config';

const notOurs = new Set(['node_modules', 'dist', 'coverage', '.git', '.verdict', '.cache']);

/** Paths of the project's own files below some folders, relative to its root, with `/`. */
export function ownFiles(below: string, pattern: RegExp): string[] {
  const root = projectRoot();
  const visit = (folder: string): string[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return notOurs.has(entry.name) ? [] : visit(path);
      return pattern.test(entry.name) ? [relative(root, path).split(sep).join('/')] : [];
    });
  return visit(join(root, below)).toSorted();
}

export const read = (path: string): string => readFileSync(join(projectRoot(), path), 'utf8');

/** What runs: sources of applications and libraries without their specs and test support. */
export const sourceFiles = (): string[] =>
  ['apps', 'libs'].flatMap((below) =>
    ownFiles(below, /\.tsx?$/).filter((path) => !/\.spec\.tsx?$|\/testing\//.test(path)),
  );
