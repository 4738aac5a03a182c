import type { IncomingMessage } from 'node:http';

/** The page that shows a text of SQL for ever. */
const permalink = /^\/queries\/[^/?]+(\?|$)/;

export const isPermalink = (url: string): boolean => permalink.test(url);

/** Prometheus asks here; to browsers it is the page of the experiments' metrics. */
const figures = /^\/metrics(\?|$)/;

/** One path, two forms: a page to browsers, data to programs. */
export const hasTwoForms = (url: string): boolean => isPermalink(url) || figures.test(url);

/** Which of the two forms a caller takes; RFC 9110 §12.5.1. */
export function formWanted(accept: string | undefined): 'page' | 'data' | undefined {
  const ranges = accept === undefined || accept.trim() === '' ? '*/*' : accept;
  const [page, data] = [wanted(ranges, 'text/html'), wanted(ranges, 'application/json')];
  // Whoever takes anything is a program: a page without its script shows nothing.
  if (page > data || (page > 0 && page === data && /text\/html/i.test(ranges))) return 'page';
  return data > 0 ? 'data' : undefined;
}

/** Where a request is answered: a program's for a permalink by the route of the same name, a browser's for figures by the pages. */
export function routeOf({ url = '/', headers }: IncomingMessage): string {
  if (!hasTwoForms(url)) return url;
  const form = formWanted(headers.accept);
  if (isPermalink(url)) return form === 'data' ? `/v1${url}` : url;
  return form === 'page' ? '/' : url;
}

/** 0 to 1: the weight of the most particular range that names the type. */
function wanted(accept: string, type: string): number {
  const particular = [type, `${type.split('/')[0]}/*`, '*/*'];
  const ranges = accept.split(',').map((range) => {
    const [name = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice('q='.length) ?? '1';
    return { place: particular.indexOf(name), weight: Number(weight) };
  });
  const found = ranges.filter(({ place }) => place >= 0).toSorted((left, right) => left.place - right.place)[0];
  return found === undefined || Number.isNaN(found.weight) ? 0 : found.weight;
}
