import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BatchLoader } from '../src/load/batch-loader.js';
import { event, storeBatch, type Row } from './batch.js';
import type { WarehouseUnderTest } from './conformance.js';

const loadedAt = new Date('2026-03-11T00:00:00Z');

/** What every engine does with the batches of an import, which have one place in the log. */
export function importConformance(name: string, make: () => Promise<WarehouseUnderTest>): void {
  describe(`${name}, loading an import`, () => {
    let made: WarehouseUnderTest;
    let loader: BatchLoader;
    beforeAll(async () => {
      made = await make();
      await made.warehouse.open();
      loader = new BatchLoader(made.warehouse, made.objects);
    });
    afterAll(async () => {
      await made.warehouse.close();
      await made.close();
    });

    it('takes batches of one import together, and of a repeat what came first', async () => {
      const unplaced = (number: number, position: number, over: Row = {}): Row => {
        const { log_transaction: _, ...row } = event(number, { log_position: position, ...over });
        return row;
      };
      let sequence = 0;
      const of = (log_transaction: number | null, rows: readonly Row[]) =>
        storeBatch(made.objects, ++sequence, 'event', rows, { log_transaction });
      const known = await of(null, [event(41, { properties: { n: 'known' } })]);
      await loader.loadNext([known], loadedAt);
      const one = await of(1_300, [unplaced(42, 1), unplaced(43, 2, { properties: { n: 'first' } })]);
      const two = await of(1_300, [
        unplaced(41, 3),
        unplaced(43, 4),
        unplaced(44, 5),
        unplaced(44, 6),
        unplaced(43, 7),
      ]);
      const other = await of(1_301, [unplaced(45, 1)]);
      const together = await loader.loadNext([one, two, other], loadedAt);
      expect(together.map(({ batch }) => batch.sequence)).toEqual([one.sequence, two.sequence]);
      await loader.loadNext([other], loadedAt);
      const found = await made.rows(
        `SELECT distinct_id, CAST(log_transaction AS VARCHAR) AS log_transaction, CAST(log_position AS VARCHAR) AS log_position, properties
         FROM event WHERE distinct_id IN ('v41', 'v42', 'v43', 'v44', 'v45') ORDER BY distinct_id`,
      );
      expect(found.map((row) => [row['distinct_id'], row['log_transaction'], row['log_position']])).toEqual([
        ['v41', '7', '41'],
        ['v42', '1300', '1'],
        ['v43', '1300', '2'],
        ['v44', '1300', '5'],
        ['v45', '1301', '1'],
      ]);
      expect([0, 2].map((index) => JSON.parse(found[index]?.['properties'] ?? ''))).toEqual([
        { n: 'known' },
        { n: 'first' },
      ]);
    });
  });
}
