import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  assignSticky,
  compileExperiment,
  compilePayload,
  Evaluation,
  StickyBuckets,
  type ExperimentDefinition,
  type StickyDocument,
  type Units,
} from '#libs/bucketing';
import type { FlagContent } from '#libs/contracts';
import { featureOf } from './feature-of.js';

const share = fc.integer({ min: 0, max: 10 }).map((tenths) => tenths / 10);
const unitId = fc.constantFrom('a', 'b', 'c', 'd', 'x');
const units: fc.Arbitrary<Units> = fc.record({ backer: unitId, visitor: unitId }, { requiredKeys: [] });

/** What may change between two answers. */
const phase = fc.record({
  weight: share,
  coverage: share,
  bucketVersion: fc.integer({ min: 0, max: 2 }),
  minBucketVersion: fc.integer({ min: 0, max: 2 }),
  state: fc.constantFrom('running', 'closed', 'paused', 'decided'),
  share,
});

function definitionOf(given: typeof phase extends fc.Arbitrary<infer Phase> ? Phase : never): ExperimentDefinition {
  const { weight, coverage, bucketVersion, minBucketVersion, state } = given;
  return {
    key: 'e',
    unit: 'backer',
    state,
    salt: 'e',
    variants: [
      { key: 'control', weight },
      { key: 'treatment', weight: 1 - weight },
    ],
    coverage,
    baseline: 'control',
    decidedVariant: 'treatment',
    holdouts: [{ key: 'h', salt: 'h', share: given.share / 5 }],
    forced: { x: 'treatment' },
    sticky: { bucketVersion, minBucketVersion, fallback: 'visitor' },
    version: 1,
  };
}

const content: FlagContent = {
  description: '',
  default_value: 'none',
  rules: [{ id: 'r', kind: 'experiment', experiment: 'e', values: { control: 'control', treatment: 'treatment' } }],
  prerequisites: [],
  archived: false,
};

const valueOf = (definition: ExperimentDefinition, attributes: Units, sticky: StickyBuckets) => {
  const features = { f: featureOf('f', content, new Map([['e', definition]])) };
  return new Evaluation(compilePayload({ features }), { attributes, sticky }).flag('f');
};

describe('a sticky experiment by way of a flag', () => {
  it('gives and keeps what it does by assignment, in whatever order it is asked about whom', () => {
    const met = new Set<string>();
    fc.assert(
      fc.property(fc.array(fc.record({ phase, units }), { minLength: 1, maxLength: 8 }), (asked) => {
        let kept: readonly StickyDocument[] = [];
        for (const { phase, units: attributes } of asked) {
          const definition = definitionOf(phase);
          const [byAssignment, byFlag] = [new StickyBuckets(kept), new StickyBuckets(kept)];
          const assigned = assignSticky(compileExperiment(definition), attributes, byAssignment);
          met.add(assigned.reason);
          const { value } = valueOf(definition, attributes, byFlag).answer;
          // A flag has something for everybody, whoever is asked about.
          if (assigned.reason !== 'wrong_unit') expect(value).toBe(assigned.variant ?? 'none');
          expect(byFlag.given()).toEqual(byAssignment.given());
          kept = Object.values(byAssignment.all());
        }
      }),
      { numRuns: 1_000 },
    );
    expect([...met].toSorted()).toEqual([
      'assigned',
      'decided',
      'earlier_bucket',
      'enrolment_closed',
      'forced',
      'held_out',
      'not_in_coverage',
      'paused',
      'sticky',
      'wrong_unit',
    ]);
  });

  it('gives while nothing can be read what it would otherwise, or says that it is not sure', () => {
    const ids = ['a', 'b', 'c', 'd', 'x'].flatMap((value) => [`backer||${value}`, `visitor||${value}`]);
    const met = new Set<string>();
    fc.assert(
      fc.property(
        fc.array(fc.record({ phase, units }), { minLength: 1, maxLength: 6 }),
        fc.record({ phase, units, unread: fc.subarray(ids) }),
        (before, asked) => {
          const all = new StickyBuckets([]);
          for (const one of before) assignSticky(compileExperiment(definitionOf(one.phase)), one.units, all);
          const documents = Object.entries(all.all());
          const known = documents.flatMap(([name, one]) => (asked.unread.includes(name) ? [] : [one]));
          const unread = new Set(asked.unread);
          const definition = definitionOf(asked.phase);
          const buckets = new StickyBuckets(known, unread);
          const answer = assignSticky(compileExperiment(definition), asked.units, buckets);
          met.add(answer.reason);
          const byFlag = valueOf(definition, asked.units, new StickyBuckets(known, unread));
          if (answer.reason !== 'wrong_unit') expect(byFlag.answer.value).toBe(answer.variant ?? 'none');
          if (answer.reason === 'sticky_unavailable') {
            expect([answer.inAnalysis, buckets.missed, buckets.given()]).toEqual([false, true, []]);
            expect(byFlag.met.filter(({ trial }) => trial.key === 'e')).toEqual([]);
            if (answer.variant !== null) expect(byFlag.run?.reason).toBe('sticky_unavailable');
          } else {
            const whole = assignSticky(compileExperiment(definition), asked.units, all);
            expect(answer).toEqual(whole);
          }
        },
      ),
      { numRuns: 2_000 },
    );
    for (const reason of ['sticky', 'sticky_unavailable', 'earlier_bucket']) expect(met).toContain(reason);
    expect(met).not.toContain('assigned');
  });
});
