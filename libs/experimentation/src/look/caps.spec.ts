import { describe, expect, it } from '@jest/globals';
import type { LookView } from '#libs/contracts';
import { asked, day, lines, planned, reading, shares } from '../../testing/planned-looks.js';
import type { MetricLine } from '../metric/metric-line.js';
import type { Reading, VariantSums } from '../results/reading.js';
import { readoutOf } from '../results/readout.js';
import { pinned } from '../../testing/planned-looks.js';
import { frozenCaps } from './caps.js';
import { lookOf } from './take-look.js';

const guarded = { metric: 'pledged_per_visitor', margin: { kind: 'relative', value: 0.2 } as const };
const experiment = planned({ guardrails: [guarded] });
const capAt = (frozen_at_look: number) => ({ percentile: 0.99, frozen_at_look });
const cappedAt = (look: number, metric = guarded.metric): MetricLine[] =>
  lines.map((line) =>
    line.metric === metric ? { ...line, definition: { ...line.definition, kind: 'mean', cap: capAt(look) } } : line,
  );

const amounts = (variant: string): VariantSums => ({
  ...shares(variant, 400, 4_000),
  total_of_squares: '80000',
  closed_total_of_squares: '80000',
});
const found = (through: number, value: string | null, metric = guarded.metric): Reading => {
  const sums = [shares('a', 400, 40), shares('b', 400, 60)];
  const read = reading(through, sums, [
    {
      metric: guarded.metric,
      version: 1,
      reading: 'all',
      query: { hash: 'm', parameters: {} },
      variants: ['a', 'b'].map(amounts),
    },
  ]);
  const cap = { value, look: null };
  return { ...read, lines: read.lines.map((line) => (line.metric === metric ? { ...line, cap } : line)) };
};
const take = (number: number, read: Reading, past: readonly LookView[], own: MetricLine[]): LookView =>
  lookOf(experiment, own, read, past, { number, kind: 'scheduled', takenAt: day(20), declaredBy: null, reason: null });

describe('a cap at a percentile', () => {
  it('is frozen by the look that the metric names, with its value, and kept by all later ones', () => {
    const own = cappedAt(2);
    const first = take(4, found(14, '900'), [], own);
    expect(first.caps).toMatchObject([{ metric: guarded.metric, value: '900', frozen: false, look: 4 }]);
    expect(frozenCaps([first])).toEqual([]);
    expect(first.guardrails[0]).toMatchObject({
      verdict: 'undecided',
      detail: expect.stringContaining('frozen at look 2'),
    });
    const second = take(5, found(21, '1100'), [first], own);
    expect(second.caps).toMatchObject([{ value: '1100', frozen: true, look: 5, percentile: 0.99 }]);
    expect(second.guardrails[0]?.detail).toBeNull();
    const third = take(6, found(28, '5000'), [first, second], own);
    expect(third.caps).toEqual(second.caps);
    expect(frozenCaps([first, second, third])).toEqual(second.caps);
  });

  it('gives the plan no verdict, and spends nothing, before it is frozen', () => {
    const own = cappedAt(2, asked.metric);
    const first = take(1, found(14, '1', asked.metric), [], own);
    expect(first.comparisons).toMatchObject([{ kind: 'insufficient_data', why: 'cap_not_frozen', variant: 'b' }]);
    const second = take(2, found(21, '1', asked.metric), [first], own);
    expect(second.comparisons).toMatchObject([{ variant: 'b', stage: 'interim' }]);
    expect(second.comparisons[0]).not.toHaveProperty('kind');
  });

  it('waits for a look whose data have one', () => {
    const own = cappedAt(1);
    const first = take(1, found(14, null), [], own);
    expect(first).not.toHaveProperty('caps');
    expect(first.guardrails[0]).toMatchObject({
      verdict: 'undecided',
      detail: expect.stringContaining('no 99. percentile'),
    });
    expect(take(2, found(21, '70'), [first], own).caps).toMatchObject([{ value: '70', frozen: true, look: 2 }]);
  });

  it('is told of in the readout, with the look that it is from', () => {
    const own = pinned.map((one) =>
      one.key === guarded.metric ? { ...one, definition: { ...one.definition, cap: capAt(1) } } : one,
    );
    const read = found(14, '900');
    const withRaw: Reading = {
      ...read,
      lines: read.lines.map((line) => ({
        ...line,
        variants: line.variants.map(({ covariates: _, variant, ...sums }) => ({
          ...sums,
          variant,
          covariates: null,
          uncapped: { ...sums, capped_units: 4, closed_capped_units: 4 },
        })),
      })),
    };
    const look = take(3, withRaw, [], cappedAt(1));
    const capping = (looks: readonly LookView[], value = '900') =>
      readoutOf(
        experiment,
        own,
        {
          ...withRaw,
          lines: withRaw.lines.map((line) => (line.cap == null ? line : { ...line, cap: { value, look: null } })),
        },
        looks,
      ).metrics.find(({ metric, reading: name }) => metric.key === guarded.metric && name === 'all')?.capping;
    expect(capping([])).toMatchObject({ value: 900, percentile: 0.99, frozen: false, look: null });
    expect(capping([look])).toMatchObject({
      value: 900,
      frozen: true,
      look: 3,
      text: expect.stringContaining('at look 3'),
    });
    // Summed by another one, before the look was taken.
    expect(capping([look], '800')).toMatchObject({ value: 800, frozen: false });
  });
});
