import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { categoricalBinning, numericBinning, type Value } from './binning.js';
import { evaluatorOf, logOddsOf, type Machine } from './machine.js';
import { randomOf } from './random.js';
import { scoreTable } from './score-table.js';
import { rowsBetween, TableBuilder, type Feature, type Table } from './table.js';
import { assemble, averageOf, boostMains, boostPairs, choosePairs, defaultTraining, splitOf, train } from './train.js';

const options = { ...defaultTraining, bags: 2, rounds: 40 };

const unit = numericBinning(
  Array.from({ length: 1_000 }, (_, at) => at / 1_000),
  32,
);
const country = categoricalBinning(
  new Map([
    ['US', 3],
    ['DE', 2],
    ['XX', 1],
  ]),
  10,
);

const features: readonly Feature[] = [
  { name: 'slope', binning: unit, monotone: 'increasing' },
  { name: 'left', binning: unit },
  { name: 'right', binning: unit },
  { name: 'country', binning: country },
  { name: 'noise', binning: unit },
];

/** One row: `left` and `right` matter only together, a fifth of `slope` is missing, XX is bad. */
function tableOf(rows: number, seed = 3): Table {
  const random = randomOf(seed);
  const builder = new TableBuilder(features, rows);
  for (let row = 0; row < rows; row++) {
    const slope = random() < 0.2 ? undefined : random();
    const [left, right, place, noise] = [random(), random(), random(), random()];
    const name = place < 0.1 ? 'XX' : place < 0.5 ? 'DE' : 'US';
    const apart = left < 0.5 !== right < 0.5;
    const logOdds = -2.5 + 2 * (slope ?? 1) + (apart ? 2 : -0.5) + (name === 'XX' ? 1.5 : 0);
    const values: Value[] = [slope, left, right, name, noise];
    builder.add((at) => values[at], random() < 1 / (1 + Math.exp(-logOdds)));
  }
  return builder.build();
}

const table = tableOf(20_000);
const machine = train(table, options);
const evaluator = evaluatorOf(machine);
const logOdds = (row: Readonly<Record<string, Value>>): number =>
  logOddsOf(
    evaluator,
    evaluator.contributions((name) => row[name]),
  );
const plain = { slope: 0.5, left: 0.25, right: 0.25, country: 'US', noise: 0.5 };
const effect = (change: Readonly<Record<string, Value>>): number => logOdds({ ...plain, ...change }) - logOdds(plain);

describe('train', () => {
  it('finds the shapes that the rows were drawn from', () => {
    expect(effect({ slope: 0.9 })).toBeCloseTo(0.8, 0);
    expect(effect({ country: 'XX' })).toBeGreaterThan(1);
    expect(effect({ country: 'XX' })).toBeLessThan(2);
    // A missing slope was drawn as 1, which is 1 more than a half.
    expect(effect({ slope: undefined })).toBeGreaterThan(0.5);
    for (const noise of [0.05, 0.3, 0.7, 0.95]) expect(Math.abs(effect({ noise }))).toBeLessThan(0.35);
  });

  it('finds the pair that matters only together', () => {
    expect(machine.pairs).toContainEqual(expect.objectContaining({ first: 'left', second: 'right' }));
    expect(effect({ left: 0.75 })).toBeGreaterThan(1.5);
    expect(effect({ right: 0.75 })).toBeGreaterThan(1.5);
    expect(Math.abs(effect({ left: 0.75, right: 0.75 }))).toBeLessThan(0.5);
  });

  it('keeps a direction that it was given, also against the rows', () => {
    const falling = { ...table, features: features.map((one) => ({ ...one, monotone: one.monotone && 'decreasing' })) };
    const shapeOf = (trained: Machine) => trained.shapes[0]?.scores.slice(1) ?? [];
    const steps = (scores: readonly number[]) => scores.slice(1).map((score, at) => score - (scores[at] ?? NaN));
    expect(Math.min(...steps(shapeOf(machine)))).toBeGreaterThanOrEqual(0);
    expect(Math.max(...steps(shapeOf(train(falling as Table, options))))).toBeLessThanOrEqual(0);
    expect(machine.pairs.flatMap(({ first, second }) => [first, second])).not.toContain('slope');
  });

  it('gives the same bytes for a seed, in whatever order its parts run, and others for another', () => {
    expect(JSON.stringify(train(tableOf(20_000), options))).toBe(JSON.stringify(machine));
    expect(JSON.stringify(train(table, { ...options, seed: 2 }))).not.toBe(JSON.stringify(machine));
    const split = splitOf(table, options);
    const end = <Result>(generator: Generator<unknown, Result>): Result => {
      let step = generator.next();
      while (step.done !== true) step = generator.next();
      return step.value;
    };
    const [second, first] = [1, 0].map((bag) => end(boostMains(split, bag, options)));
    const mains = averageOf([first ?? [], second ?? []]);
    const pairs = choosePairs(split, mains, options);
    const [other, one] = [1, 0].map((bag) => end(boostPairs(split, { mains, pairs }, bag, options)));
    const assembled = assemble(split, mains, pairs, averageOf([one ?? [], other ?? []]));
    expect(JSON.stringify(assembled)).toBe(JSON.stringify(machine));
  });

  it('has shapes of mean zero, and pairs of mean zero along either feature: they are unique', () => {
    for (const { scores, rows } of machine.shapes)
      expect(Math.abs(scores.reduce((sum, score, bin) => sum + score * (rows[bin] ?? NaN), 0))).toBeLessThan(1e-6);
    for (const { scores, rows } of machine.pairs) {
      const line = (at: number) => scores[at]?.reduce((sum, score, cell) => sum + score * (rows[at]?.[cell] ?? NaN), 0);
      for (const at of scores.keys()) expect(Math.abs(line(at) ?? NaN)).toBeLessThan(1e-6);
      for (const cell of scores[0]?.keys() ?? [])
        expect(
          Math.abs(scores.reduce((sum, values, at) => sum + (values[cell] ?? NaN) * (rows[at]?.[cell] ?? NaN), 0)),
        ).toBeLessThan(1e-6);
    }
  });

  it('learns nothing from the tail, and stops where the tail no longer gains', () => {
    const labels = Uint8Array.from(table.labels);
    for (let row = 16_000; row < labels.length; row += 2) labels[row] = 1 - (labels[row] ?? 0);
    const rounds = (of: Table): number => {
      let count = 0;
      for (const _ of boostMains(splitOf(of, options), 0, options)) count += 1;
      return count;
    };
    // Half the later labels are wrong: every step away from the base rate is soon too far.
    expect(rounds({ ...table, labels })).toBeLessThan(rounds(table));
  });

  it('refuses rows of one kind', () => {
    expect(() => train({ ...table, labels: new Uint8Array(table.rows) }, options)).toThrow(RangeError);
  });
});

describe('evaluatorOf', () => {
  const value = fc.option(fc.double({ min: -1, max: 2, noNaN: true }), { nil: undefined });
  const rows = fc.record({
    slope: value,
    left: value,
    right: value,
    country: fc.constantFrom('US', 'DE', 'XX', 'new', undefined),
    noise: value,
  });

  it('gives the same numbers of the same data, wherever it was', () => {
    const elsewhere = evaluatorOf(JSON.parse(JSON.stringify(machine)) as Machine);
    fc.assert(
      fc.property(rows, (row) => {
        const there = elsewhere.contributions((name) => row[name as keyof typeof row]);
        const here = evaluator.contributions((name) => row[name as keyof typeof row]);
        expect(there).toEqual(here);
        const total = logOddsOf(evaluator, here);
        expect(Object.is(elsewhere.calibrate(logOddsOf(elsewhere, there)), evaluator.calibrate(total))).toBe(true);
      }),
    );
  });

  it('gives of values what their bins are scored', () => {
    const names = features.map(({ name }) => name);
    const builder = new TableBuilder(features, 500);
    fc.assert(
      fc.property(rows, (row) => {
        const valueOf = (name: string) => row[name as keyof typeof row];
        builder.add((at) => valueOf(names[at] ?? ''), false);
        const [score] = scoreTable(
          machine,
          rowsBetween(builder.build(), builder.build().rows - 1, builder.build().rows),
        );
        const whole = evaluator.calibrate(logOddsOf(evaluator, evaluator.contributions(valueOf)));
        expect(Object.is(score, whole)).toBe(true);
      }),
    );
  });

  it('says nothing of a value that no row had', () => {
    const missing = evaluator.contributions(() => undefined).map(({ features }) => features.join());
    // Only of `slope` some were missing.
    expect(missing.filter((name) => name !== 'slope')).toEqual([]);
  });

  it('refuses a pair of features that it has no shapes of', () => {
    expect(() => evaluatorOf({ ...machine, shapes: machine.shapes.slice(2) })).toThrow(RangeError);
  });
});
