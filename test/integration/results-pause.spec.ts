import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ExperimentAggregate } from '#libs/experimentation';
import { duckDbAt, warehouseCatalogue } from '../support/warehouse.js';

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
    const { units } = await new ExperimentAggregate(warehouse, warehouseCatalogue).refresh({
      experiment: 'e',
      unit: 'visitor',
      startedAt: new Date('2026-11-20T00:00:00Z'),
      enrolmentEndsAt: null,
      pauses: [{ from: new Date('2026-11-20T10:01:00Z'), until: new Date('2026-11-20T10:02:00Z') }],
      phasesFrom: [],
      zone: 'UTC',
      dataThrough: new Date('2026-11-21T00:00:00Z'),
      lines: [],
      exclusions: [],
      forced: [],
    });
    expect(units).toEqual([{ variant: 'control', reason: null, phase: 1, cohort_day: '2026-11-20', units: 1 }]);
  });
});
