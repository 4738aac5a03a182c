import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projectRoot } from '#libs/config';

const minutes = 60_000;

/** On a project of the same folders that is built in a second. */
describe('the build before a start', () => {
  const root = mkdtempSync(join(tmpdir(), 'verdict-build-'));

  beforeAll(() => {
    for (const name of ['bin/verdict.mjs', 'bin/build.mjs']) cpSync(join(projectRoot(), name), join(root, name));
    symlinkSync(join(projectRoot(), 'node_modules'), join(root, 'node_modules'));
    const options = { module: 'nodenext', target: 'es2023', types: [], rootDir: '.', outDir: 'dist' };
    const built = { compilerOptions: options, include: ['apps/*/src', 'libs/*/src'] };
    for (const [name, text] of Object.entries({
      'package.json': '{"type": "module"}',
      'package-lock.json': '{}',
      'tsconfig.json': '{}',
      'tsconfig.build.json': JSON.stringify(built),
      'libs/contracts/src/index.ts': 'export const word = "first";\n',
      'apps/verdict/src/main.ts': 'import { word } from "../../../libs/contracts/src/index.js";\nconsole.log(word);\n',
      'apps/console/vite.config.mjs': 'export default { build: { outDir: "../../dist/apps/console" } };\n',
      'apps/console/index.html': '<h1>A page</h1>\n',
    }))
      write(name, text);
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  const write = (name: string, text: string): void => {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  };
  const start = async (): Promise<{ readonly out: string; readonly error: string }> =>
    promisify(execFile)(process.execPath, [join(root, 'bin/verdict.mjs')]).then(
      ({ stdout, stderr }) => ({ out: stdout, error: stderr }),
      ({ stdout, stderr }: { stdout: string; stderr: string }) => ({ out: stdout, error: stderr }),
    );
  const builtAt = (name: string): number => statSync(join(root, 'dist', name)).mtimeMs;
  const built = expect.stringMatching(/^Building what has changed … done in \d+ s\.\n$/);

  it(
    'is made where there is none, and not again where it is fresh',
    async () => {
      expect(await start()).toEqual({ out: 'first\n', error: built });
      expect(readFileSync(join(root, 'dist/apps/console/index.html'), 'utf8')).toContain('A page');
      const before = builtAt('apps/verdict/src/main.js');
      expect(await start()).toEqual({ out: 'first\n', error: '' });
      write('libs/contracts/src/index.spec.ts', 'A test is no part of it.');
      expect(await start()).toEqual({ out: 'first\n', error: '' });
      rmSync(join(root, 'libs/contracts/src/index.spec.ts'));
      expect(builtAt('apps/verdict/src/main.js')).toBe(before);
    },
    3 * minutes,
  );

  it(
    'is made anew where a source is newer, and only what it is in',
    async () => {
      const pages = builtAt('apps/console/index.html');
      write('apps/verdict/src/main.ts', 'console.log("second");\n');
      expect(await start()).toEqual({ out: 'second\n', error: built });
      expect(builtAt('apps/console/index.html')).toBe(pages);
      write('apps/console/index.html', '<h1>Another page</h1>\n');
      expect(await start()).toEqual({ out: 'second\n', error: built });
      expect(readFileSync(join(root, 'dist/apps/console/index.html'), 'utf8')).toContain('Another page');
    },
    3 * minutes,
  );

  it(
    'says what cannot be built, starts nothing then, and tries again',
    async () => {
      write('apps/verdict/src/main.ts', 'console.log("third" * 2);\n');
      for (let attempt = 0; attempt < 2; attempt++) {
        const { out, error } = await start();
        expect(out).toBe('');
        expect(error).toContain('The services could not be built:\napps/verdict/src/main.ts(1,13): error TS');
      }
      write('apps/verdict/src/main.ts', 'console.log("third");\n');
      expect(await start()).toEqual({ out: 'third\n', error: built });
    },
    3 * minutes,
  );
});
