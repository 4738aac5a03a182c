import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { register } from 'node:module';
import { fileURLToPath } from 'node:url';

// For processes that a test starts and kills, and for threads: `node --conditions=source --import
// ./test/support/typescript.mjs file.ts` runs the sources themselves, with the compiler options of jest.config.mjs.
// The thread that has the hooks loads this module too.
const hooks = '?hooks';
if (!import.meta.url.endsWith(hooks)) register(`${import.meta.url}${hooks}`);

/** `./x.js` is `./x.ts` where only that exists. */
export function resolve(specifier, context, next) {
  if (!/^(\.|file:)/.test(specifier) || !specifier.endsWith('.js')) return next(specifier, context);
  const source = new URL(`${specifier.slice(0, -'.js'.length)}.ts`, context.parentURL);
  return existsSync(source) ? next(source.href, context) : next(specifier, context);
}

export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const { transform } = await import('@swc/core');
  const file = fileURLToPath(url);
  const { code } = await transform(await readFile(file, 'utf8'), {
    filename: file,
    sourceMaps: 'inline',
    swcrc: false,
    jsc: {
      target: 'es2023',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
    },
    module: { type: 'es6' },
  });
  return { format: 'module', source: code, shortCircuit: true };
}
