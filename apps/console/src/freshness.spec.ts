import { describe, expect, it } from '@jest/globals';
import type { SourceView, WarehouseTable } from '#libs/contracts';
import type { Json } from './api.js';
import { freshnessOf, isBehind, lateTables } from './freshness.js';

const waiting = (batches: number, seconds: number) => ({ waiting: { batches, rows: batches, seconds } });
const table = (name: string, kind: WarehouseTable['kind'], rows = 10): WarehouseTable => ({
  table: name,
  kind,
  rows,
  latest: null,
  snapshot_on: null,
  loaded_at: null,
});

describe('how new a table is', () => {
  it('is late once what waits for it is older than a quarter of an hour', () => {
    expect(isBehind(waiting(3, 901))).toBe(true);
    expect(isBehind(waiting(3, 900))).toBe(false);
    expect(isBehind(waiting(0, 0))).toBe(false);
  });

  it('is the log’s for a table of the log, and its source’s for a company’s', () => {
    const late = new Set(['snapshot.shop_projects']);
    expect(freshnessOf(table('event', 'log'), true, late)).toEqual(['warn', 'Late']);
    expect(freshnessOf(table('event', 'log'), false, late)).toEqual(['good', 'Fresh']);
    expect(freshnessOf(table('snapshot.shop_projects', 'snapshot'), false, late)).toEqual(['warn', 'Late']);
    expect(freshnessOf(table('snapshot.shop_rates', 'snapshot'), true, late)).toEqual(['good', 'Fresh']);
    expect(freshnessOf(table('event', 'log', 0), false, late)).toEqual(['plain', 'Empty']);
  });

  it('is known by the names of the warehouse', () => {
    const freshness = { day: null, rows: null, pulled_at: null, latest: null };
    const definition = {} as SourceView['tables'][number]['definition'];
    const tables = [
      { name: 'projects', definition, freshness: { ...freshness, late: true } },
      { name: 'rates', definition, freshness: { ...freshness, late: false } },
    ];
    const shop: Json<SourceView> = {
      key: 'shop',
      kind: 'mysql',
      description: '',
      built_in: false,
      url_variable: null,
      tables,
    };
    expect([...lateTables([shop])]).toEqual(['snapshot.shop_projects']);
  });
});
