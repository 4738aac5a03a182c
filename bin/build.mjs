import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const stamp = join(root, 'dist/built.json');

/** Builds the services and the console when a source is newer than the last build; an image without sources has nothing to build. */
export async function buildIfStale() {
  if (!existsSync(join(root, 'libs')) || !existsSync(join(root, 'node_modules/typescript'))) return;
  const built = existsSync(stamp) ? JSON.parse(readFileSync(stamp, 'utf8')) : {};
  const services = newest('apps', 'libs', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json');
  const pages = newest('apps/console', 'libs/contracts', 'package-lock.json');
  const steps = [];
  if (built.services !== services)
    steps.push(run('services', 'node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'));
  if (built.pages !== pages)
    steps.push(run('console', 'node_modules/vite/bin/vite.js', 'build', 'apps/console', '--logLevel', 'warn'));
  if (steps.length === 0) return;
  const started = Date.now();
  process.stderr.write('Building what has changed … ');
  await Promise.all(steps);
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(stamp, JSON.stringify({ services, pages }));
  process.stderr.write(`done in ${((Date.now() - started) / 1000).toFixed(0)} s.\n`);
}

/** The latest change below some paths, tests aside: milliseconds, and how many files there are. */
function newest(...paths) {
  let latest = 0;
  let files = 0;
  const visit = (path) => {
    const found = statSync(path);
    if (found.isDirectory()) for (const name of readdirSync(path)) visit(join(path, name));
    else if (!path.endsWith('.spec.ts')) {
      latest = Math.max(latest, Math.floor(found.mtimeMs));
      files++;
    }
  };
  for (const path of paths) if (existsSync(join(root, path))) visit(join(root, path));
  return `${latest}/${files}`;
}

function run(what, ...command) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, command, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.once('exit', (code) => {
      if (code === 0) return resolve();
      process.stderr.write(`\nThe ${what} could not be built:\n${output}\n`);
      process.exit(1);
    });
  });
}
