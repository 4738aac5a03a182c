import { describe, expect, it } from '@jest/globals';
import { ownFiles, read } from '../support/repository.js';

const text = /\.(tsx?|mjs|js|sql|lua|css|html|sh|md|yml|conf)$/;

const matching = (paths: readonly string[], pattern: RegExp): string[] =>
  paths.flatMap((path) => {
    const found = pattern.exec(read(path));
    return found === null ? [] : [`${path}: ${found[0].trim()}`];
  });

describe('the repository', () => {
  it('has no file of more than 300 lines, but for what is compiled and the list of all columns', () => {
    const long = ['apps', 'libs', 'sql', 'test', 'bin', 'docs', 'deploy']
      .flatMap((below) => ownFiles(below, text))
      .filter((path) => !path.startsWith('test/golden/sql/') && path !== 'docs/columns.md')
      .map((path) => ({ path, lines: read(path).split('\n').length - 1 }))
      .filter(({ lines }) => lines > 300);
    expect(long).toEqual([]);
  });

  it('pins every package exactly', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<string, object>;
    const ranges = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(String(version)),
    );
    expect(ranges).toEqual([]);
  });

  it('names no host in its lockfile', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, { resolved?: string }> };
    const hosts = Object.entries(packages).filter(([, entry]) => entry.resolved !== undefined);
    expect(hosts).toEqual([]);
  });

  it('locks the packages of every platform: npm ci refuses a lockfile without one of them', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as {
      packages: Record<string, { optionalDependencies?: Record<string, string> }>;
    };
    const locked = new Set(Object.keys(packages).map((path) => path.slice(path.lastIndexOf('node_modules/') + 13)));
    const wanted = Object.values(packages).flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}));
    expect(wanted.length).toBeGreaterThan(50);
    expect(wanted.filter((name) => !locked.has(name))).toEqual([]);
  });

  it('reads the environment in libs/config alone', () => {
    const sources = ['apps', 'libs'].flatMap((below) => ownFiles(below, /\.(tsx?|mjs)$/));
    const readers = sources.filter((path) => /\bprocess\.env\b/.test(read(path)));
    expect(readers.filter((path) => !path.startsWith('libs/config/'))).toEqual([]);
  });

  it('silences no checker and leaves nothing to do later', () => {
    const sources = ['apps', 'libs', 'test', 'bin'].flatMap((below) => ownFiles(below, /\.(tsx?|mjs)$/));
    const others = sources.filter((path) => path !== 'test/integration/repository.spec.ts');
    expect(matching(others, /@ts-(ignore|expect-error|nocheck)|(eslint|oxlint|prettier)-(disable|ignore)/)).toEqual([]);
    expect(matching(others, /\bas unknown as\b/)).toEqual([]);
    expect(matching(others, /\b(TODO|FIXME|HACK)\b/)).toEqual([]);
  });

  it('numbers its decisions from 1, each once', () => {
    const names = ownFiles('docs/adr', /\.md$/).map((path) => path.replace('docs/adr/', ''));
    const numbers = names.map((name) => Number(/^(\d{4})-[a-z0-9-]+\.md$/.exec(name)?.[1]));
    expect(numbers).toEqual(names.map((_, index) => index + 1));
    for (const [index, name] of names.entries()) expect(read(`docs/adr/${name}`)).toMatch(`# ${index + 1}. `);
  });
});
