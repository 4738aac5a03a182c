import { describe, expect, it } from '@jest/globals';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { ExperimentAggregate } from '#libs/experimentation';
import { arrivals, dayMs, load, sceneLines, sceneOf, start } from '../support/aggregate-scene.js';
import { engines } from '../support/engines.js';
import { warehouseCatalogue } from '../support/warehouse.js';

const cubes = ['sum_yyy', 'sum_yyx', 'sum_yxx', 'sum_xxx', 'acted_units', 'capped_units', 'uncubed_units'];
const results = ['cap', 'normal_holds', 'uncapped_mean', 'uncapped_lift_upper'];

describe.each(engines)('a warehouse from before, on $name', ({ make }) => {
  it('gets the columns that it lacks, keeps its results, and sums its experiments anew', async () => {
    const generator = xoroshiro128plus(5);
    const made = await make();
    await made.warehouse.open();
    try {
      const random = (below: number): number => Math.floor(((generator.next() >>> 0) / 2 ** 32) * below);
      await load(made, arrivals(random), 1);
      const asked = sceneOf(await sceneLines(), 'UTC', start + 14 * dayMs);
      const aggregate = new ExperimentAggregate(made.warehouse, warehouseCatalogue);
      const found = await aggregate.refresh(asked);
      await made.rows('DROP VIEW published.experiment_result');
      for (const column of cubes) await made.rows(`ALTER TABLE experiment_sum DROP COLUMN ${column}`);
      for (const column of results) await made.rows(`ALTER TABLE experiment_result DROP COLUMN ${column}`);
      await made.rows("UPDATE experiment_aggregate SET summing = 'as it was'");
      const row = `'x', TIMESTAMP '2026-01-01', TIMESTAMP '2026-01-01', 'm', 1, 'all', TRUE, 'b', 'a', 7, 'raw', 0.05, 'final', 'h'`;
      await made.rows(`INSERT INTO experiment_result (experiment, refreshed_at, data_through, metric, version, reading, is_primary,
        variant, baseline, units, judged_by, alpha, validity, query_hash) VALUES (${row})`);
      await made.warehouse.close();
      await made.warehouse.open();
      // The same numbers; all sums are written once more.
      const again = await aggregate.refresh(asked);
      expect(again).toEqual({ ...found, read: 'changed', written: again.written });
      expect(again.written).toBeGreaterThan(0);
      expect(
        await made.rows(
          'SELECT metric, CAST(units AS VARCHAR) AS units, cap, uncapped_lift_upper, normal_holds FROM published.experiment_result',
        ),
      ).toEqual([{ metric: 'm', units: '7', cap: null, uncapped_lift_upper: null, normal_holds: null }]);
    } finally {
      await made.warehouse.close();
      await made.close();
    }
  }, 300_000);
});
