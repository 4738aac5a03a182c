import { resolve } from 'node:path';

/** `file:/a/b`, `file:///a/b` and `file:a/b` all name a path; so does `duckdb:`. */
export const pathOf = (url: string, scheme: string): string =>
  resolve(url.slice(scheme.length).replace(/^\/\/(?=\/)/, ''));
