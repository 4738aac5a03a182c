import { describe, expect, it } from '@jest/globals';
import type { ExperimentPlan } from '#libs/contracts';
import { VerdictError } from '#libs/errors';
import { planUnits } from './plan-units.js';

const conversion: ExperimentPlan = {
  metric: 'pledge_conversion',
  baseline: 0.1,
  minimum_effect: { kind: 'absolute', value: 0.02 },
  power: 0.8,
  alpha: 0.05,
};
const halves = { baseline: 'a', variants: [arm('a', 0.5), arm('b', 0.5)] };

describe('the units of a plan', () => {
  it('are those of the published example: 10 % against 12 %, 3,839 a variant', () => {
    expect(planUnits(conversion, halves)).toEqual({
      total: 7678,
      variants: [
        { variant: 'a', units: 3839 },
        { variant: 'b', units: 3839 },
      ],
      absolute_effect: 0.02,
    });
  });

  it('take the spread for an amount: mean 10, σ 20, 5 %, 25,118 a variant', () => {
    const plan: ExperimentPlan = {
      ...conversion,
      metric: 'pledged_per_visitor',
      baseline: 10,
      standard_deviation: 20,
      minimum_effect: { kind: 'relative', value: 0.05 },
    };
    expect(planUnits(plan, halves).total).toBe(2 * 25_118);
    const { standard_deviation: _, ...withoutSpread } = plan;
    expect(problemOf(() => planUnits(withoutSpread, halves))).toMatchObject({
      pointer: '/plan/standard_deviation',
      rule: 'required',
    });
  });

  it('follow the treatment with the smallest share', () => {
    const lopsided = { baseline: 'a', variants: [arm('a', 0.6), arm('b', 0.3), arm('c', 0.1)] };
    const units = planUnits(conversion, lopsided);
    const smallest = planUnits(conversion, { baseline: 'a', variants: [arm('a', 6 / 7), arm('c', 1 / 7)] });
    const unitsOf = (variant: string) => units.variants.find((one) => one.variant === variant)?.units ?? 0;
    expect(Math.abs(unitsOf('c') - (smallest.variants[1]?.units ?? 0))).toBeLessThanOrEqual(1);
    expect(unitsOf('b') / unitsOf('c')).toBeCloseTo(3, 2);
  });

  it('do not exist for an effect of nothing or a variant without traffic', () => {
    const nothing = { ...conversion, minimum_effect: { kind: 'absolute' as const, value: 0 } };
    expect(problemOf(() => planUnits(nothing, halves))).toMatchObject({ pointer: '/plan', rule: 'out_of_range' });
    const idle = { baseline: 'a', variants: [arm('a', 0), arm('b', 1)] };
    expect(problemOf(() => planUnits(conversion, idle))).toMatchObject({ pointer: '/plan', rule: 'weights' });
  });
});

function arm(key: string, weight: number) {
  return { key, weight };
}

function problemOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    if (error instanceof VerdictError) return error.problems[0];
  }
  return undefined;
}
