import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { drawn } from '../testing/samples.js';
import { sure } from '../testing/sure.js';
import { capAtLook, cappedEffect } from './capping.js';
import type { Cap } from './capping.js';
import { welchTest } from './welch-test.js';

const alpha = 0.05;
const sampleOf = (values: readonly number[], cap = Infinity) => {
  let next = 0;
  return drawn(values.length, () => Math.min(cap, values[next++] ?? 0));
};
const variantOf = (values: readonly number[], cap: number) => ({
  raw: sampleOf(values),
  capped: sampleOf(values, cap),
  unitsCapped: values.filter((value) => value > cap).length,
});

describe('capAtLook', () => {
  const rule = { kind: 'percentile', q: 0.99, frozenAtLook: 2 } as const;

  it('moves with the percentile until the look that freezes it, and never again', () => {
    const percentiles = [300, 250, 400, 100];
    const caps: Cap[] = [];
    percentiles.forEach((percentile, index) => {
      caps.push(sure(capAtLook(rule, caps.at(-1) ?? null, { look: index + 1, percentile })));
    });
    expect(caps).toEqual([
      { kind: 'cap', value: 300, frozen: false, look: 1 },
      { kind: 'cap', value: 250, frozen: true, look: 2 },
      { kind: 'cap', value: 250, frozen: true, look: 2 },
      { kind: 'cap', value: 250, frozen: true, look: 2 },
    ]);
  });

  it('is frozen by a later look where the one of the rule was skipped, and an amount from the start', () => {
    expect(capAtLook(rule, null, { look: 3, percentile: 7 })).toMatchObject({ value: 7, frozen: true, look: 3 });
    const absolute = { kind: 'absolute', value: 500 } as const;
    expect(capAtLook(absolute, null, { look: 1, percentile: 7 })).toMatchObject({ value: 500, frozen: true });
  });

  it('says why there is none', () => {
    expect(capAtLook(rule, null, { look: 1, percentile: 0 })).toMatchObject({ why: 'out_of_range' });
    expect(capAtLook(rule, null, { look: 1, percentile: NaN })).toMatchObject({ why: 'not_finite' });
  });
});

describe('cappedEffect', () => {
  it('shows both effects, and what the cap took', () => {
    const [a, b] = [variantOf([0, 0, 5, 10], 8), variantOf([0, 4, 6, 90], 8)];
    const effect = sure(cappedEffect(a, b, { alpha }));
    expect(effect.raw).toEqual(welchTest(a.raw, b.raw, { alpha }));
    // 13/4 and 18/4 after the cap; two of fifteen and 82 of a hundred are gone.
    expect(effect.capped).toMatchObject({ estimate: expect.closeTo(1.25, 12) });
    expect(effect.control).toEqual({ units: 0.25, value: expect.closeTo(2 / 15, 12) });
    expect(effect.treatment).toEqual({ units: 0.25, value: expect.closeTo(0.82, 12) });
    expect(effect.agree).toBe(true);
  });

  it('says when the verdict hangs on the cap', () => {
    const low = Array.from({ length: 200 }, (_, index) => index % 2);
    const [a, b] = [variantOf([...low, 9000], 3), variantOf([...low.map((value) => value + 1), 0], 3)];
    expect(cappedEffect(a, b, { alpha })).toMatchObject({ agree: false });
  });

  it('takes any values and any cap that was applied, and never a larger variance', () => {
    const values = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 3, maxLength: 30 });
    fc.assert(
      fc.property(values, values, fc.integer({ min: 1, max: 1000 }), (left, right, cap) => {
        fc.pre(new Set(left).size > 1 && new Set(right).size > 1);
        const answer = sure(cappedEffect(variantOf(left, cap), variantOf(right, cap), { alpha }));
        expect(answer.control.units).toBe(left.filter((value) => value > cap).length / left.length);
        expect((answer.treatment.value ?? 0) >= -1e-12 && (answer.treatment.value ?? 0) < 1).toBe(true);
      }),
    );
  });

  it('refuses sums that no cap makes', () => {
    const a = variantOf([0, 0, 5, 10], 8);
    expect(cappedEffect({ ...a, capped: sampleOf([0, 0, 5, 11]) }, a, { alpha })).toMatchObject({
      why: 'inconsistent_sums',
    });
    expect(cappedEffect({ ...a, unitsCapped: 5 }, a, { alpha })).toMatchObject({ why: 'out_of_range' });
    expect(cappedEffect({ ...a, raw: { n: 1, mean: 0, variance: 0 } }, a, { alpha })).toMatchObject({
      why: 'too_few_units',
    });
  });
});
