import { execFile } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '#libs/config';
import { read } from './repository.js';

/** The code of a guide's fenced blocks in a language, in their order. */
export const snippetsOf = (guide: string, language: string): string[] =>
  [...read(guide).matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap(([, found, code]) =>
    found === language && code !== undefined ? [code] : [],
  );

/** The requests of a guide's `post PATH 'JSON'`, in their order. */
export const postsOf = (code: string): readonly { readonly path: string; readonly body: object }[] =>
  [...code.matchAll(/^post (\S+) '([^']*)'$/gm)].map(([, path = '', body = '']) => ({
    path,
    body: JSON.parse(body) as object,
  }));

/** A guide's JavaScript as a process of its own, which finds the packages of the project. */
export async function runAsModule(
  code: string,
  environment: Readonly<Record<string, string>>,
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const cache = join(projectRoot(), 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'guide-'));
  const file = join(folder, 'code.mjs');
  try {
    writeFileSync(file, code);
    const env = { PATH: process.env['PATH'], ...environment };
    return await promisify(execFile)(process.execPath, [file], { env });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
