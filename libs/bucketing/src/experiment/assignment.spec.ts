import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { describeShared } from '../../../../test/support/shared.js';
import { definition } from '../../testing/definition.js';
import { assign, compileExperiment } from './assignment.js';
import type { ExperimentDefinition } from './definition.js';

type Vector = Pick<ExperimentDefinition, 'salt' | 'variants' | 'coverage'> & {
  hashVersion: 1 | 2;
  expected: Record<string, string | null>;
};

describe('assign', () => {
  it('agrees with a second implementation', () => {
    const text = readFileSync(new URL('../../testing/vectors.json', import.meta.url), 'utf8');
    const vectors = (JSON.parse(text) as { assignment: Vector[] }).assignment;
    expect(vectors).toHaveLength(5);
    for (const { expected, ...change } of vectors) {
      const compiled = compileExperiment(definition(change));
      const given = Object.keys(expected).map((unit) => [unit, assign(compiled, unit).variant]);
      expect(Object.fromEntries(given)).toEqual(expected);
    }
  });

  it('serves by the hash while it runs, and says so', () => {
    const compiled = compileExperiment(definition());
    const answers = ['1', '2', '3', '4', '5', '6'].map((unit) => assign(compiled, unit));
    expect(new Set(answers.map(({ variant }) => variant))).toEqual(new Set(['control', 'treatment']));
    for (const answer of answers) {
      expect(answer).toEqual({ experiment: 'checkout', variant: answer.variant, reason: 'assigned', inAnalysis: true });
    }
  });

  it('serves the same variants after enrolment has closed, outside the analysis', () => {
    const running = compileExperiment(definition({ coverage: 0.5 }));
    const closed = compileExperiment(definition({ coverage: 0.5, state: 'closed' }));
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (unit) => {
        const before = assign(running, unit);
        const after = assign(closed, unit);
        expect(after.variant).toBe(before.variant);
        expect(after.inAnalysis).toBe(false);
        expect(after.reason).toBe(before.reason === 'assigned' ? 'enrolment_closed' : 'not_in_coverage');
      }),
    );
  });

  it('gives no variant outside the coverage', () => {
    const compiled = compileExperiment(definition({ coverage: 0 }));
    expect(assign(compiled, 'b1')).toEqual({
      experiment: 'checkout',
      variant: null,
      reason: 'not_in_coverage',
      inAnalysis: false,
    });
  });

  it.each([
    ['draft', null],
    ['paused', 'control'],
    ['stopped', 'control'],
    ['decided', 'treatment'],
  ] as const)('gives everybody the same when it is %s', (state, variant) => {
    const compiled = compileExperiment(definition({ state, decidedVariant: 'treatment', coverage: 0.01 }));
    for (const unit of ['1', '2', '3', '4', '5', '6']) {
      expect(assign(compiled, unit)).toEqual({ experiment: 'checkout', variant, reason: state, inAnalysis: false });
    }
  });

  it('has nothing to hash without a unit, in any state', () => {
    for (const state of ['draft', 'running', 'closed', 'paused', 'stopped', 'decided'] as const) {
      expect(assign(compileExperiment(definition({ state })), '')).toMatchObject({ variant: null, reason: 'no_unit' });
    }
  });

  it('depends on nothing but salt, variants, coverage and unit', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'binary' }), fc.string(), (unit, salt) => {
        const one = compileExperiment(definition({ salt, key: 'one', version: 1 }));
        const two = compileExperiment(definition({ salt, key: 'two', version: 2 }));
        expect(assign(one, unit).variant).toBe(assign(two, unit).variant);
        expect(assign(one, unit)).toBe(assign(one, unit));
      }),
    );
  });

  it('hands out frozen answers, because units share them', () => {
    const answer = assign(compileExperiment(definition()), 'b1');
    expect(Object.isFrozen(answer)).toBe(true);
  });
});

describeShared('assign on the GrowthBook suite', 'data/growthbook/cases-0.8.0.json', (path) => {
  interface Experiment {
    key: string;
    variations: unknown[];
    weights?: number[];
    coverage?: number;
    seed?: string;
    hashVersion?: 1 | 2;
  }
  type Case = [name: string, context: { attributes?: { id?: string } }, Experiment, unknown, boolean, boolean];
  const expressible = new Set(['key', 'variations', 'weights', 'coverage', 'seed', 'hashVersion']);

  it('gives the variation of every run that needs no more than a key, weights, coverage, a seed and an id', () => {
    const cases = (JSON.parse(readFileSync(path, 'utf8')) as { run: Case[] }).run.filter(
      ([, context, experiment]) =>
        Object.keys(experiment).every((field) => expressible.has(field)) &&
        experiment.variations.length > 1 &&
        Object.keys(context).every((field) => field === 'attributes') &&
        Object.keys(context.attributes ?? {}).every((field) => field === 'id'),
    );
    expect(cases).toHaveLength(46);
    for (const [name, { attributes }, experiment, expected, inExperiment] of cases) {
      const { key, variations, weights, coverage = 1, seed, hashVersion = 1 } = experiment;
      const variants = variations.map((_, index) => ({
        key: String(index),
        weight: weights?.[index] ?? 1 / variations.length,
      }));
      const compiled = compileExperiment(
        definition({ key, salt: seed ?? key, variants, coverage, hashVersion, baseline: '0' }),
      );
      const { variant, inAnalysis } = assign(compiled, attributes?.id ?? '');
      expect([name, inAnalysis, variations[Number(variant ?? 0)]]).toEqual([name, inExperiment, expected]);
    }
  });
});
