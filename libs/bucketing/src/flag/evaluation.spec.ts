import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { positionOf, seedHash } from '../hash/hash.js';
import { StickyBuckets } from '../sticky/sticky-buckets.js';
import type { StickyDocument } from '../sticky/sticky-buckets.js';
import type { FlagDefinition, FlagRuleDefinition, PayloadDefinition } from './definition.js';
import { Evaluation } from './evaluation.js';
import { compilePayload } from './payload.js';
import { reportFlag } from './report.js';
import type { FlagReport } from './report.js';
import type { FlagResult } from './result.js';
import type { Subject } from './subject.js';

const evaluate = (features: Record<string, FlagDefinition>, key: string, subject: Partial<Subject> = {}): FlagResult =>
  new Evaluation(compilePayload({ features }), { attributes: { id: 'u1' }, ...subject }).flag(key);

const experiment: FlagRuleDefinition = {
  id: 'r1',
  key: 'form',
  hashVersion: 2,
  variations: ['long', 'short'],
  meta: [{ key: 'control' }, { key: 'short', name: 'Two fields' }],
};

describe('a flag', () => {
  it('gives what the clients make of random payloads, sticky buckets included', () => {
    interface Vector {
      readonly payload: PayloadDefinition;
      readonly subject: Subject;
      readonly documents?: Record<string, StickyDocument>;
      readonly answers: Record<string, { result: FlagReport; documents?: Record<string, StickyDocument> }>;
    }
    const text = readFileSync(new URL('../../testing/flag-vectors.jsonl', import.meta.url), 'utf8').trim();
    const vectors = text.split('\n').map((line) => JSON.parse(line) as Vector);
    expect(vectors).toHaveLength(33);
    for (const { payload, subject, documents, answers } of vectors) {
      const compiled = compilePayload(payload);
      for (const [key, expected] of Object.entries(answers)) {
        const sticky = documents === undefined ? undefined : new StickyBuckets(Object.values(documents));
        const asked = sticky === undefined ? subject : { ...subject, sticky };
        const result = reportFlag(new Evaluation(compiled, asked).flag(key));
        expect({ result, ...(sticky && { documents: sticky.all() }) }).toEqual(expected);
      }
    }
  });

  it('says why: the rule, the experiment, the variation and where the hash put the unit', () => {
    const { answer, run } = evaluate({ form: { defaultValue: 'long', rules: [experiment] } }, 'form');
    expect(answer).toEqual({
      flag: 'form',
      value: 'long',
      source: 'experiment',
      ruleId: 'r1',
      variation: expect.objectContaining({ index: 0, key: 'control' }),
    });
    expect(run).toMatchObject({
      reason: 'hashed',
      hashAttribute: 'id',
      hashValue: 'u1',
      bucket: positionOf(seedHash('form', 2), 'u1'),
    });
  });

  it.each<[string, Partial<Subject>, string]>([
    ['the page', { url: 'https://a.example/?form=1' }, 'forced_by_url'],
    ['the caller', { forcedVariations: { form: 1 } }, 'forced_by_caller'],
  ])('says that %s forced a variation', (_, subject, reason) => {
    const { answer, run } = evaluate({ form: { rules: [experiment] } }, 'form', subject);
    expect([answer.value, run?.reason, run?.hashUsed]).toEqual(['short', reason, false]);
    const allowed = (keys: string[]) =>
      evaluate({ form: { rules: [experiment] } }, 'form', { ...subject, forceable: new Set(keys) }).run?.reason;
    expect([allowed(['form']), allowed(['other'])]).toEqual([reason, 'hashed']);
  });

  it.each<[string, Partial<FlagRuleDefinition>, Partial<Subject>, string]>([
    ['nobody is named', {}, { attributes: {} }, 'no_unit'],
    ['the condition is not met', { condition: { a: 1 } }, {}, 'condition'],
    ['it is outside the coverage', { coverage: 0 }, {}, 'not_in_coverage'],
    ['a layer keeps it out', { namespace: ['layer', 0, 0] }, {}, 'filtered'],
    ['nobody knows the hash', { hashVersion: 3 }, {}, 'unknown_hash'],
    ['experiments are off', {}, { enabled: false }, 'disabled'],
    ['somebody is testing', {}, { qaMode: true }, 'qa_mode'],
    ['there is one variation', { variations: ['long'] }, {}, 'too_few_variations'],
  ])('says that a unit takes no part because %s', (_, change, subject, reason) => {
    const payload = compilePayload({
      features: { form: { defaultValue: 'default', rules: [{ ...experiment, ...change }] } },
    });
    const evaluation = new Evaluation(payload, { attributes: { id: 'u1' }, ...subject });
    const [rule] = payload.flags.get('form')?.rules ?? [];
    expect(rule?.kind === 'experiment' && evaluation.trial(rule.trial)).toMatchObject({ reason, inExperiment: false });
    expect(evaluation.flag('form').answer).toMatchObject({ source: 'defaultValue', value: 'default' });
  });

  it('gives the same frozen answer to all who get the same', () => {
    const payload = compilePayload({ features: { form: { rules: [experiment] }, plain: { defaultValue: 1 } } });
    const ask = (id: string, key: string) => new Evaluation(payload, { attributes: { id } }).flag(key);
    const answers = Array.from({ length: 50 }, (_, index) => ask(`u${index}`, 'form').answer);
    expect(new Set(answers).size).toBe(2);
    expect(answers.every((answer) => Object.isFrozen(answer))).toBe(true);
    expect(ask('u1', 'plain')).toBe(ask('u2', 'plain'));
  });

  it('tells of every experiment that was met: of holdouts that let through and of prerequisites', () => {
    const holdout = {
      ...experiment,
      key: 'holdout',
      ranges: [
        [0, 0],
        [0, 1],
      ] as const,
      meta: [{}, { passthrough: true }],
    };
    const features = {
      parent: { defaultValue: 'off', rules: [{ ...experiment, key: 'parent' }] },
      child: {
        rules: [
          holdout,
          { parentConditions: [{ id: 'parent', condition: { value: { $exists: true } } }], force: 'yes' },
        ],
      },
    };
    const { answer, run, met } = evaluate(features, 'child');
    expect([answer.source, run, met.map(({ trial }) => trial.key)]).toEqual(['force', null, ['holdout', 'parent']]);
  });

  it('keeps a bucket through changed weights and coverage, and through signing in', () => {
    const features = (rule: Partial<FlagRuleDefinition>) => ({
      form: { defaultValue: 'default', rules: [{ ...experiment, fallbackAttribute: 'visitor', ...rule }] },
    });
    const first = new StickyBuckets([]);
    const before = evaluate(features({ weights: [0, 1] }), 'form', { attributes: { visitor: 'v1' }, sticky: first });
    expect(before.answer.value).toBe('short');
    const second = new StickyBuckets(Object.values(first.all()));
    const signedIn = { attributes: { id: 'u1', visitor: 'v1' }, sticky: second };
    const after = evaluate(features({ weights: [1, 0], coverage: 0 }), 'form', signedIn);
    expect([after.answer.value, after.run?.reason]).toEqual(['short', 'sticky']);
    expect(second.given()).toEqual([
      { attribute: 'id', value: 'u1', experiment: 'form', bucketVersion: 0, variation: 'short' },
    ]);
  });

  it('divides units by weights and coverage, and moves none when the coverage grows', () => {
    const weights = fc.integer({ min: 1, max: 19 }).map((part) => [part / 20, 1 - part / 20]);
    fc.assert(
      fc.property(weights, fc.integer({ min: 1, max: 10 }), fc.string(), (shares, tenths, seed) => {
        const coverage = tenths / 10;
        const values = (rule: Partial<FlagRuleDefinition>): unknown[] => {
          const payload = compilePayload({
            features: { f: { rules: [{ ...experiment, seed, weights: shares, ...rule }] } },
          });
          return Array.from(
            { length: 2_000 },
            (_, unit) => new Evaluation(payload, { attributes: { id: unit + 1 } }).flag('f').answer.value,
          );
        };
        const [some, all] = [values({ coverage }), values({})];
        expect(some.every((value, unit) => value === null || value === all[unit])).toBe(true);
        const share = some.filter((value) => value === 'long').length / some.length;
        // Five standard errors of a share of 2,000.
        expect(Math.abs(share - coverage * (shares[0] ?? 0))).toBeLessThan(0.056);
      }),
      { numRuns: 20 },
    );
  });
});

describe('a hostile payload', () => {
  const gate = (id: string) => ({ parentConditions: [{ id, condition: { value: true } }] });

  it('whose flags each name the next one twice is evaluated once a flag', () => {
    const features = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [
        `f${index}`,
        { defaultValue: true, rules: [gate(`f${index + 1}`), gate(`f${index + 1}`)] },
      ]),
    );
    expect(evaluate({ ...features, f60: { defaultValue: true } }, 'f0').answer).toMatchObject({ value: true });
  });

  it('whose prerequisites have no end gives null', () => {
    const long = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, index) => [
        `f${index}`,
        { defaultValue: true, rules: [gate(`f${index + 1}`)] },
      ]),
    );
    expect(evaluate(long, 'f0').answer.source).toBe('cyclicPrerequisite');
    expect(evaluate(long, 'f19990').answer).toMatchObject({ source: 'defaultValue', value: true });
    expect(evaluate({ one: { rules: [gate('one')] } }, 'one').answer.source).toBe('cyclicPrerequisite');
  });

  it('gives every flag the same whether it is asked first or last', () => {
    const long = Object.fromEntries(
      Array.from({ length: 100 }, (_, index) => [`f${index}`, { defaultValue: true, rules: [gate(`f${index + 1}`)] }]),
    );
    const payload = compilePayload({ features: { ...long, f100: { defaultValue: true } } });
    const keys = [...payload.flags.keys()];
    const subject = { attributes: {} };
    const alone = keys.map((key) => new Evaluation(payload, subject).flag(key).answer.source);
    for (const order of [keys, keys.toReversed()]) {
      const evaluation = new Evaluation(payload, subject);
      const sources = new Map(order.map((key) => [key, evaluation.flag(key).answer.source]));
      expect(keys.map((key) => sources.get(key))).toEqual(alone);
    }
  });

  it('takes no longer for a hostile version of its buckets, and knows nobody without a text', () => {
    const sticky = new StickyBuckets([
      { attributeName: 'id', attributeValue: 'u1', assignments: { form__7: 'short' } },
    ]);
    const rule = { ...experiment, bucketVersion: 1e9, minBucketVersion: 1e9 };
    const blocked = evaluate({ form: { rules: [rule] } }, 'form', { sticky });
    expect([blocked.answer.source, blocked.met]).toEqual(['defaultValue', []]);
    const nobody = JSON.parse('{"id": {"toString": 1}}') as Record<string, unknown>;
    expect(() => evaluate({ form: { rules: [experiment] } }, 'form', { attributes: nobody })).not.toThrow();
  });
});
