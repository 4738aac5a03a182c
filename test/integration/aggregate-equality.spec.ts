import { randomInt } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { ExperimentAggregate, type CohortSums } from '#libs/experimentation';
import type { WarehouseUnderTest } from '../../libs/warehouse/testing/conformance.js';
import { referenceOf, ordered } from '../support/aggregate-reference.js';
import {
  arrivals,
  dayMs,
  load,
  sceneExclusions,
  sceneLines,
  sceneOf,
  start,
  type Arrival,
} from '../support/aggregate-scene.js';
import { engines } from '../support/engines.js';
import { warehouseCatalogue } from '../support/warehouse.js';

const seed = Number(process.env['TEST_AGGREGATE_SEED'] ?? randomInt(2 ** 31));
const steps = 6;
const hourMs = 3_600_000;

/** What people find who sum the published values by themselves. */
async function publishedSums(warehouse: WarehouseUnderTest): Promise<object[]> {
  const sum = (what: string): string => `CAST(SUM(${what}) AS DECIMAL(38, 0))`;
  const found = await warehouse.rows(
    `SELECT metric, variant, phase, CAST(cohort_day AS VARCHAR) AS cohort_day, COUNT(*) AS units, ${sum('value')} AS sum_y,
       ${sum('value * value')} AS sum_yy, ${sum('denominator')} AS sum_x, ${sum('value * denominator')} AS sum_xy,
       ${sum('value_before')} AS sum_c, ${sum('value_before * value')} AS sum_cy, ${sum('denominator_before')} AS sum_d
     FROM published.experiment_unit_value GROUP BY 1, 2, 3, 4`,
  );
  return found.map((row) => ({ ...row, phase: Number(row['phase']), units: Number(row['units']) }));
}

/** `TEST_AGGREGATE_SEED` repeats a run. */
describe.each(engines)('the aggregate on $name', ({ make }) => {
  it.each(['UTC', 'America/New_York'])(
    `of what has changed is that of everything, whenever it arrives (days of %s, seed ${seed})`,
    async (zone) => {
      const generator = xoroshiro128plus(seed);
      const random = (below: number): number => Math.floor(((generator.next() >>> 0) / 2 ** 32) * below);
      const all = arrivals(random);
      const lines = await sceneLines();
      const exclusions = await sceneExclusions();
      const published = ({
        line,
        sum_xx,
        sum_cc,
        sum_cx,
        sum_dd,
        sum_dy,
        sum_dx,
        sum_cd,
        sum_yyy,
        sum_yyx,
        sum_yxx,
        sum_xxx,
        acted_units,
        capped_units,
        uncubed_units,
        ...sums
      }: CohortSums): object => ({
        metric: lines[line - 1]?.metric,
        ...sums,
      });
      const made = await make();
      await made.warehouse.open();
      try {
        const aggregate = new ExperimentAggregate(made.warehouse, warehouseCatalogue);
        const arrived: Arrival[] = [];
        const read: string[] = [];
        for (let step = 1; step <= steps; step++) {
          const some = all.slice(arrived.length, Math.ceil((all.length * step) / steps));
          arrived.push(...some);
          await load(made, some, step);
          // Data arrive of all days, and are read as far as somebody asks, sometimes twice of the same moment.
          // Somebody leaves out more than was planned, later on.
          const asked = sceneOf(
            lines,
            zone,
            start + (4 + Math.floor(step / 2) * 3.3) * dayMs,
            exclusions.slice(0, step < 4 ? 1 : 2),
          );
          // One that is stopped in the middle has not been.
          if (step > 1) await aggregate.refresh(asked, AbortSignal.timeout(random(150))).catch(() => undefined);
          const found = await aggregate.refresh(asked);
          read.push(found.read);
          const { units, forced, sums, caps, ranks } = referenceOf(arrived, asked);
          expect(ordered(found.units)).toEqual(units);
          expect(ordered(found.forced)).toEqual(forced);
          expect(ordered(found.sums)).toEqual(sums);
          expect(found.lines.map(({ cap }) => cap)).toEqual(caps);
          expect(found.ranks).toEqual(ranks);
          if (step < steps) continue;
          const again = await aggregate.refresh(asked);
          expect(again).toEqual({ ...found, read: 'changed', written: expect.any(Number) });
          const shown = found.sums.filter(({ line }) => lines[line - 1]?.isBeside === false);
          expect(ordered(await publishedSums(made))).toEqual(ordered(shown.map(published)));
          const anew = await aggregate.refresh(asked, undefined, true);
          expect(anew).toEqual({ ...found, read: 'whole', written: expect.any(Number) });
          // To the end of a day, where a unit's rows are one and are not added up.
          const overnight = sceneOf(lines, zone, start + 13 * dayMs + (zone === 'UTC' ? 0 : 5 * hourMs), exclusions);
          const whole = await aggregate.refresh(overnight, undefined, true);
          expect(ordered(whole.sums)).toEqual(referenceOf(arrived, overnight).sums);
        }
        expect(read).toEqual(['whole', ...Array.from({ length: steps - 1 }, () => 'changed')]);
      } finally {
        await made.warehouse.close();
        await made.close();
      }
    },
    300_000,
  );
});
