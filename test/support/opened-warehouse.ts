import { afterAll, beforeAll } from '@jest/globals';
import type { WarehouseUnderTest } from '../../libs/warehouse/testing/conformance.js';

/** A warehouse of an engine, open while the tests of this block run. */
export function openedWarehouse(make: () => Promise<WarehouseUnderTest>): Omit<WarehouseUnderTest, 'close'> {
  let made: WarehouseUnderTest;
  beforeAll(async () => {
    made = await make();
    await made.warehouse.open();
  });
  afterAll(async () => {
    await made.warehouse.close();
    await made.close();
  });
  return {
    get warehouse() {
      return made.warehouse;
    },
    get objects() {
      return made.objects;
    },
    rows: (sql) => made.rows(sql),
  };
}
