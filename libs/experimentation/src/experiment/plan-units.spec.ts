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
  procedure: 'fixed',
  spending: 'obrien_fleming',
  look_days: 7,
  guardrails: [],
};
const halves = { baseline: 'a', variants: [arm('a', 0.5), arm('b', 0.5)] };

describe('the units of a plan', () => {
  it('are those of the published example: 10 % against 12 %, 3,839 a variant', () => {
    expect(planUnits(conversion, halves, 'proportion')).toEqual({
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
    expect(planUnits(plan, halves, 'mean').total).toBe(2 * 25_118);
    const { standard_deviation: _, ...withoutSpread } = plan;
    expect(problemOf(() => planUnits(withoutSpread, halves, 'mean'))).toMatchObject({
      pointer: '/plan/standard_deviation',
      rule: 'required',
    });
  });

  it('are those of shares for a retention, ask a ratio for its spread, and do not exist for a quantile', () => {
    expect(planUnits(conversion, halves, 'retention')).toEqual(planUnits(conversion, halves, 'proportion'));
    expect(problemOf(() => planUnits(conversion, halves, 'ratio'))).toMatchObject({ rule: 'required' });
    for (const kind of ['quantile', undefined] as const)
      expect(problemOf(() => planUnits(conversion, halves, kind))).toMatchObject({ pointer: '/plan/metric' });
  });

  it('follow the treatment with the smallest share', () => {
    const lopsided = { baseline: 'a', variants: [arm('a', 0.6), arm('b', 0.3), arm('c', 0.1)] };
    const units = planUnits(conversion, lopsided, 'proportion');
    const smallest = planUnits(
      // At half the level: two comparisons share it.
      { ...conversion, alpha: conversion.alpha / 2 },
      { baseline: 'a', variants: [arm('a', 6 / 7), arm('c', 1 / 7)] },
      'proportion',
    );
    const unitsOf = (variant: string) => units.variants.find((one) => one.variant === variant)?.units ?? 0;
    expect(Math.abs(unitsOf('c') - (smallest.variants[1]?.units ?? 0))).toBeLessThanOrEqual(1);
    expect(unitsOf('b') / unitsOf('c')).toBeCloseTo(3, 2);
  });

  it('grow by what the looks cost: five take 25,739 a variant, a confidence sequence 1.9 times as many', () => {
    const plan: ExperimentPlan = {
      ...conversion,
      metric: 'pledged_per_visitor',
      baseline: 10,
      standard_deviation: 20,
      minimum_effect: { kind: 'relative', value: 0.05 },
    };
    const weekly: ExperimentPlan = { ...plan, procedure: 'group_sequential', days: 35, look_days: 7 };
    const once = planUnits(plan, halves, 'mean');
    expect(planUnits(weekly, halves, 'mean').total).toBe(2 * 25_739);
    const always = planUnits({ ...plan, procedure: 'confidence_sequence' }, halves, 'mean').total;
    expect(always / once.total).toBeCloseTo(1.915, 3);
    expect(planUnits({ ...plan, procedure: 'bayesian' }, halves, 'mean')).toEqual(once);
  });

  it('do not exist for an effect of nothing or a variant without traffic', () => {
    const nothing = { ...conversion, minimum_effect: { kind: 'absolute' as const, value: 0 } };
    expect(problemOf(() => planUnits(nothing, halves, 'proportion'))).toMatchObject({
      pointer: '/plan',
      rule: 'out_of_range',
    });
    const idle = { baseline: 'a', variants: [arm('a', 0), arm('b', 1)] };
    expect(problemOf(() => planUnits(conversion, idle, 'proportion'))).toMatchObject({
      pointer: '/plan',
      rule: 'weights',
    });
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
