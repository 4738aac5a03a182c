import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { duckDbAt } from '../support/warehouse.js';

/** A join on ranges alone made DuckDB crash here, with few exposures and few pauses. */
describe('exposures in a pause', () => {
  const folder = mkdtempSync(join(tmpdir(), 'verdict-pause-'));
  const warehouse = duckDbAt(join(folder, 'warehouse.duckdb'));

  beforeAll(async () => {
    await warehouse.open();
    const connection = await warehouse.connect();
    for (const [unit, variant, minute] of [
      ['u1', 'control', '10:00'],
      ['u2', 'treatment', '10:01'],
    ])
      await connection.run(
        `INSERT INTO exposure (experiment, variant, unit, unit_type, time, live, log_transaction, log_position)
         VALUES ('e', '${variant}', '${unit}', 'visitor', TIMESTAMP '2026-11-20 ${minute}:00', TRUE, 1, 1)`,
      );
    connection.disconnectSync();
  });
  afterAll(async () => {
    await warehouse.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('are left out, however few there are', async () => {
    const { rows } = await warehouse.query('experiment/count_units', {
      experiment: 'e',
      unit_type: 'visitor',
      started_at: '2026-11-20 00:00:00',
      enrolled_before: '2026-11-21 00:00:00',
      pauses: '2026-11-20 10:01:00/2026-11-20 10:02:00',
      pause_count: 1,
    });
    expect(rows).toEqual([{ variant: 'control', units: 1 }]);
  });
});
