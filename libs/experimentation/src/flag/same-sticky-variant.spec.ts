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
          const features = { f: featureOf('f', content, new Map([['e', definition]])) };
          const evaluation = new Evaluation(compilePayload({ features }), { attributes, sticky: byFlag });
          const { value } = evaluation.flag('f').answer;
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
});
