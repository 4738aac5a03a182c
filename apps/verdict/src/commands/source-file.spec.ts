import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { readSources } from './source-file.js';

const folder = mkdtempSync(join(tmpdir(), 'verdict-source-file-'));
const file = (text: string): string => {
  const path = join(folder, 'sources.yml');
  writeFileSync(path, text);
  return path;
};
const mistakes = (text: string): string[] => {
  try {
    return [`none: ${JSON.stringify(readSources(file(text)))}`];
  } catch (error) {
    return error instanceof Error ? error.message.split('\n').slice(1) : [];
  }
};

describe('a file of sources', () => {
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is read with what its tables leave unsaid', () => {
    const [shop] = readSources(
      file('shop: {kind: files, location: "file:/x", tables: {orders: , lines: {at_hour: 2}}}'),
    );
    expect(shop).toMatchObject({ key: 'shop', source: { kind: 'files', description: '' } });
    expect([...(shop?.tables ?? [])].map(([name, { at_hour, mode }]) => [name, at_hour, mode])).toEqual([
      ['orders', null, 'full'],
      ['lines', 2, 'full'],
    ]);
  });

  it('tells everything that is wrong, each by its place', () => {
    const found = mistakes(`
fine: {kind: files, location: "file:/x", tables: {orders: {mode: incremental, cursor: id}}}
Other: {kind: nothing, tables: {Wrong: {}, orders: {columns: [{name: a, type: number}], modes: full}}}
empty:
`);
    expect(found).toEqual([
      'fine/orders: The table cannot be pulled like this.',
      '  /mode: only mysql and postgres can be asked for what has changed',
      '  /key: a delta replaces rows by their key',
      'Other: lower-case letters and digits; at most 32, the first a letter',
      'Other: /kind: one of mysql, postgres, dynamodb, mixpanel, files',
      'Other/Wrong: lower-case letters, digits and _; at most 30, the first no digit',
      'Other/orders: /columns/0/type: boolean, integer, double, date, timestamp, text or decimal(p,s)',
      'Other/orders: no such field here: modes',
      expect.stringMatching(/^empty: \/kind: /),
    ]);
  });

  it('wants a type with a comma quoted', () => {
    const table = (type: string) =>
      `{kind: files, location: "file:/x", tables: {a: {columns: [{name: p, type: ${type}}]}}}`;
    expect(mistakes(`shop: ${table('"decimal(10,2)"')}`)).toEqual([expect.stringMatching(/^none/)]);
    expect(mistakes(`shop: ${table('decimal(10,2)')}`)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^shop\/a: \/columns\/0\/type: /)]),
    );
  });
});
