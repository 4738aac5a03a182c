import { describe, expect, it } from '@jest/globals';
import { sourceSchema, sourceTableSchema, type SourceTableBody, type SourceView } from '#libs/contracts';
import { tablePuts } from './source-entities.js';
import type { DescribedSource } from './source-file.js';

const entities = {
  pledge: { name: 'pledge', map: { pledge_id: 'id' } },
  backer: { name: 'backer', map: { backer_id: 'id' } },
};
const table = (entity?: keyof typeof entities): SourceTableBody =>
  sourceTableSchema.parse(entity === undefined ? {} : { entity: entities[entity] });

const source = sourceSchema.parse({ kind: 'mysql' });
const described = (key: string, tables: Record<string, SourceTableBody>): DescribedSource => ({
  key,
  source,
  tables: new Map(Object.entries(tables)),
});
const freshness = { day: null, rows: null, pulled_at: null, late: false, latest: null };
const known = (key: string, tables: Record<string, SourceTableBody>, built_in = false): SourceView => ({
  key,
  ...source,
  built_in,
  url_variable: null,
  tables: Object.entries(tables).map(([name, definition]) => ({ name, definition, freshness })),
});

const order = (file: DescribedSource[], now: SourceView[]) =>
  tablePuts(file, now).map(({ key, name, table: { entity } }) => `${key}/${name}=${entity?.name ?? ''}`);

describe('the tables of a file', () => {
  it('are refused with the table that holds their entity, and how to free it', () => {
    const company = known('company', { pledges: table('pledge'), backers: table('backer') });
    expect(() => tablePuts([described('shop', { pledges: table('pledge') })], [company])).toThrow(
      'Nothing was applied.\nshop/pledges: company/pledges is the company’s pledge already, and there is one each; ' +
        'take its entity away, or remove it: npx verdict sources remove company pledges',
    );
  });

  it('are refused where the file has an entity twice', () => {
    const file = [described('shop', { a: table('pledge'), b: table('pledge') })];
    expect(() => tablePuts(file, [])).toThrow('shop/b: shop/a is the company’s pledge already');
  });

  it('take an entity from one another', () => {
    const now = [known('shop', { a: table('pledge'), b: table('backer') })];
    expect(order([described('shop', { a: table('backer'), b: table('pledge') })], now)).toEqual([
      'shop/a=',
      'shop/b=',
      'shop/a=backer',
      'shop/b=pledge',
    ]);
    expect(order([described('shop', { a: table('pledge'), c: table() })], now)).toEqual(['shop/a=pledge', 'shop/c=']);
  });

  it('take what the product’s own facts stand for until then', () => {
    const now = [known('verdict', { backer_fact: table('backer') }, true)];
    expect(order([described('shop', { users: table('backer') })], now)).toEqual(['shop/users=backer']);
  });
});
