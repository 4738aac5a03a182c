import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projectRoot } from '#libs/config';

/** A tree in which each import breaks one rule: where it is, what it imports, and the rule's name. */
const wrongImports: readonly [file: string, imported: string, rule: string][] = [
  ['libs/stats/src/level.ts', '#libs/errors', 'a-pure-library-imports-only-from-lower-levels'],
  ['libs/contracts/src/level.ts', '#libs/config', 'a-contracts-library-imports-only-from-lower-levels'],
  ['libs/redis/src/level.ts', '#libs/config', 'a-drivers-library-imports-only-from-lower-levels'],
  ['libs/queue/src/level.ts', '#libs/events', 'a-platform-library-imports-only-from-lower-levels'],
  ['libs/trust/src/level.ts', '#libs/analytics', 'a-domain-library-imports-only-from-lower-levels'],
  ['libs/trust/src/app.ts', '../../../apps/risk/src/index.js', 'a-domain-library-imports-only-from-lower-levels'],
  ['libs/nowhere/src/index.ts', '#libs/errors', 'every-library-has-a-level'],
  ['libs/trust/src/door.ts', '../../config/src/inside.js', 'a-library-is-entered-by-its-index'],
  ['libs/trust/src/name.ts', '../../config/src/index.js', 'another-library-is-imported-by-its-name'],
  ['apps/worker/src/app.ts', '../../risk/src/index.js', 'no-app-imports-an-app-except-verdict'],
  ['apps/console/src/driver.ts', '#libs/config', 'the-console-knows-only-contracts-and-pure-libraries'],
  ['libs/stats/src/files.ts', 'node:fs', 'pure-libraries-do-no-io'],
  ['libs/stats/src/schema.ts', 'zod', 'pure-libraries-import-nothing-but-their-mathematics'],
  ['libs/trust/src/test.ts', '../../config/testing/help.js', 'sources-do-not-import-tests'],
  ['libs/trust/src/circle.ts', './turn.js', 'no-cycles'],
  ['libs/trust/src/undeclared.ts', 'undeclared', 'only-declared-packages'],
  ['libs/trust/src/development.ts', 'supertest', 'what-runs-imports-no-development-packages'],
  ['libs/trust/src/nothing.ts', './nothing-there.js', 'no-unresolvable-imports'],
];

const right: readonly [file: string, text: string][] = [
  ['libs/errors/src/index.ts', 'export const errors = 1;'],
  ['libs/config/src/index.ts', "export * from './inside.js';"],
  ['libs/config/src/inside.ts', "import { errors } from '#libs/errors'; export const inside = errors;"],
  ['libs/config/src/index.spec.ts', "import { help } from '../testing/help.js'; export const spec = help;"],
  ['libs/config/testing/help.ts', 'export const help = 1;'],
  ['libs/events/src/index.ts', "import { inside } from '#libs/config'; export const events = inside;"],
  ['libs/analytics/src/index.ts', "import { events } from '#libs/events'; export const analytics = events;"],
  ['libs/trust/src/turn.ts', "import * as circle from './circle.js'; export const turn = circle;"],
  ['apps/risk/src/index.ts', "import { analytics } from '#libs/analytics'; export const risk = analytics;"],
  ['apps/verdict/src/index.ts', "import { risk } from '../../risk/src/index.js'; export const verdict = risk;"],
];

interface Report {
  readonly summary: { readonly violations: readonly { from: string; rule: { name: string } }[] };
}

describe('the import rules', () => {
  let folder: string;
  const found = new Map<string, string[]>();

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'verdict-rules-'));
    const write = (path: string, text: string): void => {
      mkdirSync(join(folder, dirname(path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    };
    for (const name of ['.dependency-cruiser.mjs', 'tsconfig.json'])
      cpSync(join(projectRoot(), name), join(folder, name));
    const manifest = { dependencies: { zod: '1' }, devDependencies: { supertest: '1' } };
    const imports = { '#libs/*': { source: './libs/*/src/index.ts' } };
    write('package.json', JSON.stringify({ name: 'rules', type: 'module', imports, ...manifest }));
    for (const name of ['zod', 'supertest', 'undeclared']) {
      write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
      write(`node_modules/${name}/index.js`, 'module.exports = {};');
    }
    for (const [path, text] of right) write(path, text);
    for (const [path, imported] of wrongImports)
      write(path, `import * as wrong from '${imported}'; export const it = wrong;`);
    for (const { from, rule } of (await cruise(folder)).summary.violations)
      found.set(from, [...(found.get(from) ?? []), rule.name]);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(wrongImports)('%s may not import %s: %s', (file, _imported, rule) => {
    expect(found.get(file)).toContain(rule);
  });

  it('let pass what is right', () => {
    const files = right.map(([path]) => path).filter((path) => path !== 'libs/trust/src/turn.ts');
    expect(files.filter((path) => found.has(path))).toEqual([]);
  });
});

/** The command ends with the number of violations as its exit status; the report is what counts. */
async function cruise(folder: string): Promise<Report> {
  const command = join(projectRoot(), 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const run = promisify(execFile)(process.execPath, [command, 'apps', 'libs', '--output-type', 'json'], {
    cwd: folder,
    maxBuffer: 2 ** 26,
  });
  const { stdout } = await run.catch((error: { stdout: string }) => error);
  return JSON.parse(stdout) as Report;
}
