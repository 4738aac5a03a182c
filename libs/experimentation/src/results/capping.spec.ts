import { describe, expect, it } from '@jest/globals';
import { pinnedReadyMade } from '../../testing/ready-made.js';
import { linesOf } from '../metric/metric-line.js';
import { cappingOf } from './capping.js';
import { effectOf } from './effects.js';
import { closedSums } from './metric-readout.js';
import type { VariantSums } from './reading.js';

const [line] = pinnedReadyMade(['pledged_per_visitor'], { readings: ['all'], cap: { absolute: 50 } }).flatMap(linesOf);
const measured = { kind: 'mean' as const, scale: 0 };
const cap = 50;
const found = { metric: 'm', version: 1, reading: 'all' as const, query: { hash: '', parameters: {} } };

const sumsOf = (variant: string, values: readonly number[]): VariantSums => {
  const of = (some: readonly number[]) => ({
    units: some.length,
    total: String(some.reduce((sum, value) => sum + value, 0)),
    total_of_squares: String(some.reduce((sum, value) => sum + value ** 2, 0)),
    closed_units: some.length,
    closed_total: String(some.reduce((sum, value) => sum + value, 0)),
    closed_total_of_squares: String(some.reduce((sum, value) => sum + value ** 2, 0)),
    denominators: null,
  });
  const above = values.filter((value) => value > cap).length;
  return {
    variant,
    ...of(values.map((value) => Math.min(value, cap))),
    covariates: null,
    uncapped: { ...of(values), capped_units: above, closed_capped_units: above },
  };
};

const view = (a: VariantSums, b: VariantSums) => {
  const optionsOf = () => ({ alpha: 0.05 });
  const effects = [effectOf(measured, closedSums(a), closedSums(b), { alpha: 0.05 })];
  return cappingOf(
    { baseline: 'a' },
    { line: line!, found: { ...found, variants: [a, b] }, effects, measured, optionsOf },
  );
};

const plain = Array.from({ length: 100 }, (_, index) => 10 + (index % 5));

describe('effects without the cap', () => {
  it('stand beside those with it, with what the cap takes away', () => {
    const whale = [...plain.slice(1), 3_000];
    const found = view(sumsOf('a', plain), sumsOf('b', whale));
    const sum = plain.reduce((all, value) => all + value, 0) - 10 + 3_000;
    expect(found).toMatchObject({
      value: 50,
      variants: [
        { variant: 'a', capped_units: 0, share_taken: 0, mean: 12 },
        { variant: 'b', capped_units: 1, share_taken: expect.closeTo(2_950 / sum, 12), mean: sum / 100 },
      ],
      effects: [{ variant: 'b', absolute: { estimate: expect.closeTo(sum / 100 - 12, 10) }, agrees: true }],
    });
  });

  it('say where only one of the two finds anything', () => {
    const raised = plain.map((value) => value + 3);
    const found = view(sumsOf('a', [...plain.slice(1), 9_000]), sumsOf('b', raised));
    expect(found?.effects[0]).toMatchObject({ agrees: false, absolute: { kind: 'estimate' } });
  });

  it('are none without a cap, or in a reading from before', () => {
    const { uncapped: _, ...before } = sumsOf('a', plain);
    expect(view(before, { ...before, variant: 'b' })).toBeNull();
  });
});
