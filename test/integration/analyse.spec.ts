import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { DuckDBInstance } from '@duckdb/node-api';
import type { FileEffectView, FileMetricView, FileReadout } from '#libs/contracts';
import { analysed, columns, csvOf, drawnRows, fileOf } from '../support/file-experiment.js';

/*
 * Expected values are SciPy 1.x's and NumPy's, from the same 600 units made by the same generator in Python: ttest_ind
 * (equal_var=False), chisquare, norm, binom, t.ppf; Fieller's roots and CUPED's regression written out by hand.
 */
const asked = {
  date: 'day',
  metrics: ['spend,converted,spend/visits'],
  covariates: [],
} as const;

const metric = (readout: FileReadout, key: string): FileMetricView => {
  const found = readout.metrics.find((one) => one.key === key);
  if (found === undefined) throw new Error(`No metric ${key}.`);
  return found;
};
const effect = (readout: FileReadout, key: string): FileEffectView => metric(readout, key).effects[0]!;

function expectEffect(
  found: FileEffectView,
  [d, lower, upper, p]: readonly number[],
  relative?: readonly number[],
): void {
  if (found.absolute.kind !== 'estimate') throw new Error(found.absolute.detail);
  expect(found.absolute.estimate).toBeCloseTo(d!, 10);
  expect(found.absolute.interval.lower).toBeCloseTo(lower!, 9);
  expect(found.absolute.interval.upper).toBeCloseTo(upper!, 9);
  expect(found.absolute.p_value / p!).toBeCloseTo(1, 8);
  if (relative === undefined) return;
  if (found.relative.kind !== 'estimate') throw new Error('No relative effect.');
  expect(found.relative.estimate).toBeCloseTo(relative[0]!, 10);
  expect(found.relative.interval.lower).toBeCloseTo(relative[1]!, 9);
  expect(found.relative.interval.upper).toBeCloseTo(relative[2]!, 9);
}

/** What is of the numbers, not of the file that they are from. */
const numbersOf = ({ units, metrics, sample_ratio, notes }: FileReadout) => ({ units, metrics, sample_ratio, notes });

describe('a file', () => {
  const csv = fileOf('drawn.csv', csvOf(drawnRows()));

  it('has the effects that SciPy finds', async () => {
    const readout = await analysed(csv, asked);
    expect(readout.rows).toEqual({ total: 660, left_out: [] });
    expect(readout.units).toEqual({
      total: 600,
      several_variants: 0,
      variants: [
        { variant: 'control', units: 299, weight: 0.5 },
        { variant: 'new', units: 301, weight: 0.5 },
      ],
    });
    expect(metric(readout, 'spend').variants.map(({ sum }) => sum)).toEqual(['271900', '287383']);
    expectEffect(
      effect(readout, 'spend'),
      [0.45396248847209364, -0.15860347732647428, 1.0665284542706615, 0.14607098659013817],
      [0.04992084738990658, -0.016853526653537284, 0.1216588477445513],
    );
    expect(metric(readout, 'converted')).toMatchObject({ kind: 'proportion', detected: true });
    expectEffect(
      effect(readout, 'converted'),
      [0.12872365248502762, 0.06663577023747931, 0.19081153473257595, 4.8343612826555494e-5],
    );
    expectEffect(
      effect(readout, 'spend/visits'),
      [0.03589629307118258, -0.28271336699447297, 0.35450595313683814, 0.8249592159305439],
      [0.011446151560395476, -0.08583020540020007, 0.11935079479407251],
    );
    // Holm by hand: 3 × 4.834e-5, 2 × 0.14607, and 0.82496 at least.
    expect(readout.metrics.map(({ effects }) => effects[0]!.joint?.p_value)).toEqual([
      expect.closeTo(0.2921419731802763, 9),
      expect.closeTo(1.4503083847966e-4, 12),
      expect.closeTo(0.8249592159305439, 9),
    ]);
    expect(readout.metrics.map(({ effects }) => effects[0]!.verdict)).toEqual([
      'no_difference_found',
      'higher',
      'no_difference_found',
    ]);
    expect(effect(readout, 'converted').words).toBe(
      'converted in new is higher than in control: +101 % (95 % interval +43.6 % to +198 %), p 0.0001 by Holm.',
    );
  });

  it('has the split that χ² says', async () => {
    const even = await analysed(csv);
    expect(even.sample_ratio).toMatchObject({ chi_square: expect.closeTo(1 / 150, 12), mismatch: false });
    const planned = await analysed(csv, { weights: ['control=40,new=60'] });
    expect(planned.sample_ratio).toMatchObject({ chi_square: expect.closeTo(24.173611111111111, 10), mismatch: true });
    expect((planned.sample_ratio as { p_value: number }).p_value / 8.803025445281583e-7).toBeCloseTo(1, 8);
    expect(planned.notes[0]).toMatchObject({ level: 'alarm', code: 'sample_ratio_mismatch' });
    expect(planned.metrics[0]!.effects[0]).toMatchObject({
      verdict: null,
      words: 'spend in new: no verdict, since the data cannot be trusted (see above).',
    });
  });

  it('is adjusted by a covariate, and says what that took away', async () => {
    const readout = await analysed(csv, { covariates: ['prior'] });
    const { covariate, effects } = metric(readout, 'spend');
    expect(covariate).toEqual({
      name: 'prior',
      variance_reduction: expect.closeTo(0.6308661432196847, 9),
      theta: [expect.closeTo(1.02767108503235, 9)],
    });
    expectEffect(
      effects[0]!,
      [0.6655154993420567, 0.2934186864755754, 1.037612312208538, 0.00047721334262516683],
      [0.07404887739580612, 0.0319937207076289, 0.1179080109694527],
    );
    expect(effects[0]!.plain?.absolute).toMatchObject({ estimate: expect.closeTo(0.45396248847209364, 10) });
    expect(readout.notes).toContainEqual({
      level: 'note',
      code: 'covariate',
      text: 'spend: prior takes 63.1 % of its variance away, as if there were 171 % more units.',
    });
  });

  it('is capped at a percentile of all its units', async () => {
    const readout = await analysed(csv, { caps: ['spend=p95'] });
    expect(metric(readout, 'spend').cap).toEqual({ value: 15.87, asked: 'p95' });
    expectEffect(
      effect(readout, 'spend'),
      [0.41934732608139846, -0.18358079397699334, 1.0222754461397903, 0.17246534784137058],
      [0.04619264383465092, -0.019539371300413146, 0.11681434778839433],
    );
    expect((await analysed(csv, { caps: ['spend=15.87'] })).metrics[0]!.effects[0]!.absolute).toEqual(
      effect(readout, 'spend').absolute,
    );
  });

  it('has quantiles with the ends of their order statistics', async () => {
    const readout = await analysed(csv, { kinds: ['spend=p90'] });
    const [control, treated] = metric(readout, 'spend').variants;
    // Ranks 270 (259 to 280) and 271 (260 to 282) by the binomial distribution; the error is the interval over 2 × 1.95996.
    expect(control).toMatchObject({ mean: 14.36, standard_deviation: expect.closeTo((15.13 - 13.7) / 3.919927969, 8) });
    expect(treated).toMatchObject({ mean: 15.2, standard_deviation: expect.closeTo((15.87 - 13.91) / 3.919927969, 8) });
    expect(effect(readout, 'spend')).toMatchObject({ always_valid: null, posterior: null });
  });

  it('goes from day to day to the same end', async () => {
    const { days, effects } = metric(await analysed(csv, asked), 'spend');
    expect(days?.map(({ day }) => day)).toEqual(
      Array.from({ length: 10 }, (_, index) => `2026-03-${String(index + 1).padStart(2, '0')}`),
    );
    expect(days?.at(0)?.variants.reduce((sum, { units }) => sum + units, 0)).toBe(60);
    const last = days?.at(-1);
    expect(last?.variants.map(({ units }) => units)).toEqual([299, 301]);
    expect(last?.effects[0]?.always_valid).toEqual(effects[0]!.always_valid);
    expect(last?.effects[0]?.estimate).toBeCloseTo(0.45396248847209364, 10);
  });

  it('gives the same numbers in every format', async () => {
    const rows = drawnRows();
    const expected = numbersOf(await analysed(csv, asked));
    const tabs = fileOf('drawn.tsv', csvOf(rows, '\t'));
    const semicolons = fileOf('drawn-semicolons.csv', `\uFEFF${csvOf(rows, ';').replaceAll('\n', '\r\n')}`);
    const packed = fileOf('drawn.csv.gz', gzipSync(csvOf(rows)));
    const json = rows.map((row) =>
      JSON.stringify(Object.fromEntries(columns.map((name, index) => [name, row[index]]))),
    );
    const lines = fileOf('drawn.ndjson', json.join('\n'));
    const packedLines = fileOf('drawn.jsonl.gz', gzipSync(json.join('\n')));
    const parquet = await parquetOf(csv, fileOf('drawn.parquet', ''));
    for (const path of [tabs, semicolons, packed, lines, packedLines, parquet])
      expect({ path, ...numbersOf(await analysed(path, asked)) }).toEqual({ path, ...expected });
  });

  it('says how each number was made', async () => {
    const readout = await analysed(csv, asked);
    expect(readout.queries.map(({ name }) => name)).toContain('aggregate/insert_sums');
    expect(readout.queries.every(({ hash }) => /^[0-9a-f]{64}$/.test(hash))).toBe(true);
    expect(readout.file).toMatchObject({ name: 'drawn.csv', format: 'csv', bytes: expect.any(Number) });
    expect(readout.versions).toMatchObject({ engine: expect.stringMatching(/^duckdb v/), verdict: 'a'.repeat(40) });
    expect(numbersOf(await analysed(csv, asked))).toEqual(numbersOf(readout));
  });
});

/** Written by DuckDB itself: user_id and variant text, day a DATE, numbers BIGINT and DOUBLE. */
async function parquetOf(from: string, to: string): Promise<string> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`COPY (FROM read_csv('${from}')) TO '${to}' (FORMAT parquet)`);
  connection.disconnectSync();
  instance.closeSync();
  return to;
}
