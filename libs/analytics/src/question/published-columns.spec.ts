import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { projectRoot } from '#libs/config';
import { publishedViews } from './published-columns.js';

const folder = join(projectRoot(), 'sql/warehouse/published');

/** The columns of each view, as its file names them. */
const inSql = Object.fromEntries(
  readdirSync(folder)
    .filter((file) => /^[a-z_]+\.sql$/.test(file))
    .map((file) => {
      const last = readFileSync(join(folder, file), 'utf8').split('\nSELECT\n').at(-1) ?? '';
      const [select = ''] = last.split('\nFROM ');
      const columns = [...select.matchAll(/ AS "?(\w+)"?,?$/gm)].map(([, name]) => name);
      return [file.slice(0, -'.sql'.length), columns];
    }),
);

describe('what may always be asked about', () => {
  it('is described column by column, in the order of the view', () => {
    const described = Object.entries(publishedViews).map(([view, { columns }]) => [view, Object.keys(columns)]);
    expect(Object.fromEntries(described)).toEqual(inSql);
  });
});
