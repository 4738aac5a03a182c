import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { projectRoot } from '#libs/config';
import { isServicePath } from './console.js';
import { routeOf } from './two-forms.js';

it('leaves every path of the services to them, and the rest to the pages', () => {
  const paths = ['experiment', 'risk'].flatMap((name) => {
    const text = readFileSync(join(projectRoot(), `openapi/${name}.json`), 'utf8');
    return Object.keys((JSON.parse(text) as { paths: object }).paths);
  });
  expect(paths.length).toBeGreaterThan(90);
  const more = ['/ofrep/v2', '/v1', '/docs', '/docs/index.html', '/openapi.json?x=1', '/metrics', '/health/ready'];
  expect([...paths, ...more].filter((path) => !isServicePath(path))).toEqual([]);
  expect(['/', '/experiments', '/imports', '/documents'].filter(isServicePath)).toEqual([]);
});

it('shows every section of the console, and what is below it, to a browser', () => {
  const text = readFileSync(join(projectRoot(), 'apps/console/src/components/sections.ts'), 'utf8');
  const paths = [...text.matchAll(/path: '([^']+)'/g)].flatMap(([, path = '']) => [path, `${path}/one/change`]);
  expect(paths.length).toBeGreaterThan(20);
  const routed = (url: string): string => routeOf({ url, headers: { accept: 'text/html,*/*;q=0.8' } } as never);
  expect(paths.filter((path) => isServicePath(routed(path)))).toEqual([]);
});
