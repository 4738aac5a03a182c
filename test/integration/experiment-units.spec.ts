import { describe, expect, it } from '@jest/globals';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { ExperimentAggregate } from '#libs/experimentation';
import { arrivals, dayMs, load, sceneLines, sceneOf, start } from '../support/aggregate-scene.js';
import { engines } from '../support/engines.js';
import { warehouseCatalogue } from '../support/warehouse.js';

interface Row {
  readonly metric: string;
  readonly reading: string;
  readonly unit: string;
  readonly variant: string;
  readonly value: string;
  readonly denominator: string | null;
}

/** By how much the ratio of two sums falls without one of the rows, found by leaving it out. */
function fallWithout(row: Row, rows: readonly Row[]): number | null {
  const ratioOf = (some: readonly Row[]): number =>
    some.reduce((sum, { value }) => sum + Number(value), 0) /
    some.reduce((sum, { denominator }) => sum + Number(denominator ?? 1), 0);
  const fall = ratioOf(rows) - ratioOf(rows.filter((other) => other !== row));
  return Number.isFinite(fall) ? fall : null;
}

describe.each(engines)('the units that move an effect most, on $name', ({ make }) => {
  it('are those without which the mean of their variant would be another', async () => {
    const generator = xoroshiro128plus(11);
    const made = await make();
    await made.warehouse.open();
    try {
      const lines = await sceneLines();
      await load(
        made,
        arrivals((below) => Math.floor(((generator.next() >>> 0) / 2 ** 32) * below)),
        1,
      );
      await new ExperimentAggregate(made.warehouse, warehouseCatalogue).refresh(
        sceneOf(lines, 'UTC', start + 14 * dayMs),
      );
      const found = await made.rows(
        `SELECT metric, reading, unit, variant, CAST(value AS VARCHAR) AS value,
           CAST(denominator AS VARCHAR) AS denominator
         FROM published.experiment_unit_value WHERE is_closed AND experiment = 'x'`,
      );
      const text = (value: unknown): string => String(value);
      const closed: Row[] = found.map(({ metric, reading, unit, variant, value, denominator }) => ({
        metric: text(metric),
        reading: text(reading),
        unit: text(unit),
        variant: text(variant),
        value: text(value),
        denominator: denominator === null ? null : text(denominator),
      }));
      const asked = { experiment: 'x', from_day: '2026-01-01', until_day: '2027-01-01', row_limit: 1_000 };
      const seen: string[] = [];
      for (const { metric, reading } of new Map(closed.map((row) => [`${row.metric} ${row.reading}`, row])).values()) {
        const values = { ...asked, metric, reading, sequence: 'influence' };
        const { rows } = await made.warehouse.query<{ unit: string; influence: number | null }>(
          'experiment/list_influence',
          values,
        );
        const own = closed.filter((row) => row.metric === metric && row.reading === reading);
        expect(rows.map(({ unit }) => unit).toSorted()).toEqual(own.map(({ unit }) => unit).toSorted());
        for (const { unit, influence } of rows) {
          const row = own.find((one) => one.unit === unit);
          if (row === undefined) throw new Error(`There is no unit ${unit}.`);
          const fall = fallWithout(
            row,
            own.filter(({ variant }) => variant === row.variant),
          );
          const size = Math.max(1, Math.abs(fall ?? 0));
          if (fall === null) expect(influence).toBeNull();
          else expect((influence ?? NaN) / size).toBeCloseTo(fall / size, 8);
        }
        const sizes = rows.map(({ influence }) => Math.abs(influence ?? 0));
        expect(sizes).toEqual(sizes.toSorted((one, other) => other - one));
        if ((sizes[0] ?? 0) > 0) seen.push(metric);
        const { rows: late } = await made.warehouse.query('experiment/list_influence', {
          ...values,
          from_day: '2026-12-01',
        });
        expect(late).toEqual([]);
      }
      expect(new Set(seen).size).toBeGreaterThan(2);
    } finally {
      await made.warehouse.close();
      await made.close();
    }
  }, 120_000);
});
