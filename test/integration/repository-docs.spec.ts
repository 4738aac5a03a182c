import { existsSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { projectRoot } from '#libs/config';
import { allowedFunctions } from '#libs/warehouse';
import { ownFiles, read } from '../support/repository.js';

const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...ownFiles('docs', /\.md$/)];
const exists = (path: string): boolean => existsSync(join(projectRoot(), path));

describe('the documents', () => {
  it('link to what is there', () => {
    const broken = pages.flatMap((page) =>
      [...read(page).matchAll(/\]\(([^)\s]+)\)/g)]
        .map(([, target]) => target ?? '')
        .filter((target) => !/^https?:/.test(target) && !leads(page, target))
        .map((target) => `${page}: ${target}`),
    );
    expect(broken).toEqual([]);
  });

  it('call scripts and commands that there are', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const commands = new Set(
      ownFiles('apps/verdict/src/commands', /\.ts$/).flatMap((path) =>
        [...read(path).matchAll(/\.command\('([\w-]+)/g)].map(([, name]) => name ?? ''),
      ),
    );
    const text = [...pages, 'docker-compose.yml', 'Dockerfile'].map(read).join('\n');
    const scriptNames = [...text.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name]) => name ?? '');
    const commandNames = [...text.matchAll(/\b(?:npx verdict|--rm migrate) ([a-z][a-z-]*)/g)].map(
      ([, name]) => name ?? '',
    );
    expect(scriptNames.filter((name) => scripts[name] === undefined)).toEqual([]);
    expect(commandNames.filter((name) => !commands.has(name))).toEqual([]);
  });

  it('call no experiment a trial, nor do the company and the console: the word is of the GrowthBook clients', () => {
    const sources = [...ownFiles('libs/simulation', /\.ts$/), ...ownFiles('apps/console/src', /\.tsx?$/)];
    const met = [...pages, ...sources].filter((path) => path !== 'docs/language.md' && /trial/i.test(read(path)));
    expect(met).toEqual([]);
  });

  it('list the functions that a question may use', () => {
    const [, list = ''] = /<!-- functions -->(.*)<!-- \/functions -->/s.exec(read('docs/guides/warehouse.md')) ?? [];
    expect([...list.matchAll(/`(\w+)`/g)].map(([, name]) => name)).toEqual([...allowedFunctions]);
  });

  it('name every view that is published', () => {
    const views = ownFiles('sql/warehouse/published', /^[a-z]\w*\.sql$/).map((path) => basename(path, '.sql'));
    expect(views).toContain('event');
    const page = read('docs/guides/warehouse.md');
    expect(views.filter((view) => !page.includes(`\`${view}\``))).toEqual([]);
  });

  it('name routes that there are', () => {
    const routes = ['experiment', 'risk'].flatMap((name) => {
      const { paths } = JSON.parse(read(`openapi/${name}.json`)) as { paths: Record<string, Record<string, unknown>> };
      return Object.entries(paths).flatMap(([path, methods]) =>
        Object.keys(methods).map((method) => ({ method: method.toUpperCase(), pattern: patternOf(path) })),
      );
    });
    const named = pages.flatMap((page) =>
      [...read(page).matchAll(/(?:\b(GET|POST|PUT|PATCH|DELETE) )?(\/v1\/[\w./{}:$-]+)/g)].map(([, method, path]) => ({
        page,
        method,
        path: (path ?? '').replace(/[.:]$/, '').replaceAll(/\$\w+/g, 'x'),
      })),
    );
    const unknown = named.filter(
      ({ method, path }) =>
        !routes.some((route) => route.pattern.test(path) && (method ?? route.method) === route.method),
    );
    expect(named.length).toBeGreaterThan(20);
    expect(unknown).toEqual([]);
  });

  it('list every setting with its default', () => {
    const schema =
      /const environment = z\.object\(\{\n([\s\S]*?)\n\}\);/.exec(read('libs/config/src/config.ts'))?.[1] ?? '';
    const settings = schema.split(/\n(?= {2}[A-Z_]+:)/).map((entry) => ({
      name: /[A-Z_]+/.exec(entry)?.[0] ?? '',
      value: (/\.default\(([^)]*)\)/.exec(entry) ?? /: (?:whole|seconds)\(([^)]*)\)/.exec(entry))?.[1],
    }));
    const documented = [...read('README.md').matchAll(/^\| `([A-Z_]+)` +\| (\S+) +\|/gm)].map(([, name, value]) => ({
      name,
      value: value === '—' ? undefined : value?.replaceAll('`', ''),
    }));
    const plain = settings.map(({ name, value }) => ({ name, value: value?.replaceAll(/['_]/g, '') ?? undefined }));
    const asWritten = documented.map(({ name, value }) => ({ name, value: value?.replaceAll('_', '') }));
    expect(plain.length).toBeGreaterThan(20);
    expect(asWritten).toEqual(plain);
  });
});

/** A file, and where the link has one, a heading in it. */
function leads(page: string, target: string): boolean {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? page : normalize(join(dirname(page), path));
  if (!exists(file)) return false;
  return anchor === undefined || headings(read(file)).includes(anchor);
}

const headings = (text: string): string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
    (title ?? '')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );

/** `/v1/jobs/{id}`: any step stands for a parameter. */
const patternOf = (path: string): RegExp => new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
