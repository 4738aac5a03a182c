import { expect, it } from '@jest/globals';
import { formWanted, routeOf } from './two-forms.js';

const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8';

it.each([
  [browser, 'page'],
  ['text/html', 'page'],
  ['text/*', 'page'],
  ['TEXT/HTML;q=0.5', 'page'],
  ['application/json, text/html', 'page'],
  ['application/json', 'data'],
  ['application/json, text/html;q=0.9', 'data'],
  ['application/*;q=0.1', 'data'],
  ['*/*', 'data'],
  ['', 'data'],
  [undefined, 'data'],
  ['text/csv, */*;q=0.1', 'data'],
  ['text/csv', undefined],
  ['text/html;q=0, application/json;q=0', undefined],
] as const)('to whoever accepts %p a path with two forms is %p', (accept, form) => {
  expect(formWanted(accept)).toBe(form);
});

it('answers programs by the route of the same name, and leaves every other path as it is', () => {
  const asked = (url: string, accept?: string) => routeOf({ url, headers: { accept } } as never);
  expect(asked('/queries/abc?x=1')).toBe('/v1/queries/abc?x=1');
  expect(asked('/queries/abc', browser)).toBe('/queries/abc');
  expect(asked('/queries/abc', 'text/csv')).toBe('/queries/abc');
  for (const path of ['/queries', '/queries/', '/queries/a/b', '/v1/queries/abc', '/experiments/abc'])
    expect(asked(path)).toBe(path);
});

it('shows browsers the page of metrics where Prometheus reads figures', () => {
  const asked = (url: string, accept?: string) => routeOf({ url, headers: { accept } } as never);
  expect(asked('/metrics', browser)).toBe('/');
  expect(asked('/metrics?archived=true', browser)).toBe('/');
  expect(asked('/metrics', 'application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1')).toBe(
    '/metrics',
  );
  for (const accept of [undefined, '*/*', 'text/plain']) expect(asked('/metrics', accept)).toBe('/metrics');
  expect(asked('/metrics/pledge_conversion', browser)).toBe('/metrics/pledge_conversion');
});
