import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { definition } from '../../testing/definition.js';
import { StickyBuckets } from '../sticky/sticky-buckets.js';
import type { StickyDocument } from '../sticky/sticky-buckets.js';
import { assign, compileExperiment } from './assignment.js';
import type { ExperimentDefinition, StickyDefinition } from './definition.js';
import { assignSticky } from './sticky-assignment.js';
import { validateDefinition } from './validate-definition.js';

const sticky = (change: Partial<ExperimentDefinition> = {}, over: Partial<StickyDefinition> = {}) =>
  compileExperiment(
    definition({ ...change, sticky: { bucketVersion: 0, minBucketVersion: 0, fallback: 'visitor', ...over } }),
  );
const id = fc.string({ minLength: 1, maxLength: 12 });
const split = fc.integer({ min: 0, max: 10 }).map((tenths) => [tenths / 10, 1 - tenths / 10] as const);
const change = fc.record({ split, coverage: fc.integer({ min: 3, max: 10 }).map((tenths) => tenths / 10) });
const changed = ({ split: [a, b], coverage }: { split: readonly [number, number]; coverage: number }) => ({
  coverage,
  variants: [
    { key: 'control', weight: a },
    { key: 'treatment', weight: b },
  ],
});

describe('a sticky experiment', () => {
  it('gives for ever what it gave first, whatever becomes of weights and coverage', () => {
    let given = 0;
    fc.assert(
      fc.property(id, fc.array(change, { minLength: 2, maxLength: 6 }), (backer, changes) => {
        let kept: readonly StickyDocument[] = [];
        let first: string | null = null;
        for (const one of changes) {
          const buckets = new StickyBuckets(kept);
          const answer = assignSticky(sticky(changed(one)), { backer }, buckets);
          if (first === null) {
            expect(answer).toEqual(assign(sticky(changed(one)), backer));
            first = answer.variant;
          } else {
            expect(answer).toEqual({ experiment: 'checkout', variant: first, reason: 'sticky', inAnalysis: true });
            given++;
          }
          kept = Object.values(buckets.all());
        }
      }),
    );
    expect(given).toBeGreaterThan(50);
  });

  it('takes the variant along at the sign-in, and prefers what the backer had elsewhere', () => {
    fc.assert(
      fc.property(id, id, change, (visitor, backer, later) => {
        const before = new StickyBuckets([]);
        const anonymous = assignSticky(sticky(), { visitor }, before);
        const signedIn = new StickyBuckets(Object.values(before.all()));
        const after = sticky(changed(later));
        expect(assignSticky(after, { visitor, backer }, signedIn).variant).toBe(anonymous.variant);
        const elsewhere = new StickyBuckets(Object.values(signedIn.all()));
        expect(assignSticky(after, { visitor: `${visitor}2`, backer }, elsewhere).variant).toBe(anonymous.variant);
      }),
    );
  });

  it('divides all anew under a higher bucket version, independently of before', () => {
    const backers = Array.from({ length: 4_000 }, (_, index) => `b${index}`);
    const next = sticky({}, { bucketVersion: 1 });
    const moved = backers.filter((backer) => {
      const buckets = new StickyBuckets([]);
      const before = assignSticky(sticky(), { backer }, buckets);
      const answer = assignSticky(next, { backer }, new StickyBuckets(Object.values(buckets.all())));
      expect(answer.reason).toBe('assigned');
      return answer.variant !== before.variant;
    });
    // Half of them, give or take five standard deviations.
    expect(Math.abs(moved.length - 2_000)).toBeLessThan(5 * Math.sqrt(1_000));
  });

  it('keeps those out who were given a variant in a version that may no longer stay', () => {
    const buckets = new StickyBuckets([]);
    assignSticky(sticky(), { visitor: 'v1' }, buckets);
    const later = sticky({}, { bucketVersion: 1, minBucketVersion: 1 });
    const answer = assignSticky(later, { visitor: 'v1', backer: 'b1' }, buckets);
    expect(answer).toEqual({ experiment: 'checkout', variant: null, reason: 'earlier_bucket', inAnalysis: false });
    expect(assignSticky(later, { backer: 'b2' }, buckets).reason).toBe('assigned');
  });

  describe('while nothing can be read or kept', () => {
    const unavailable = { experiment: 'checkout', reason: 'sticky_unavailable', inAnalysis: false };
    const treated: StickyDocument = {
      attributeName: 'visitor',
      attributeValue: 'v1',
      assignments: { checkout__0: 'treatment' },
    };
    const allControl = { variants: [...changed({ split: [1, 0], coverage: 1 }).variants] };

    it('goes by the hash where what was given is not known, out of the analysis', () => {
      const buckets = new StickyBuckets([], new Set(['backer||b1']));
      const answer = assignSticky(sticky(), { backer: 'b1' }, buckets);
      expect(answer).toEqual({ ...unavailable, variant: assign(sticky(), 'b1').variant });
      expect(assignSticky(sticky({ coverage: 0 }), { backer: 'b1' }, buckets)).toEqual({
        ...unavailable,
        variant: null,
      });
      expect([buckets.missed, buckets.given()]).toEqual([true, []]);
    });

    it('gives what is known of the id that counts, whatever other ids there are', () => {
      const buckets = new StickyBuckets([{ ...treated, attributeName: 'backer' }], new Set(['visitor||v2']));
      const answer = assignSticky(sticky(allControl), { backer: 'v1', visitor: 'v2' }, buckets);
      expect(answer).toMatchObject({ variant: 'treatment', reason: 'sticky', inAnalysis: true });
      expect(buckets.missed).toBe(false);
    });

    it('gives a new id what the one before it has, out of the analysis', () => {
      const buckets = new StickyBuckets([treated], new Set(['backer||b1']));
      const answer = assignSticky(sticky(allControl), { backer: 'b1', visitor: 'v1' }, buckets);
      expect(answer).toEqual({ ...unavailable, variant: 'treatment' });
    });

    it('is sure that nobody is kept out by an earlier version only where all ids are known', () => {
      const second = { ...treated, attributeName: 'backer', assignments: { checkout__1: 'treatment' } };
      const later = sticky(allControl, { bucketVersion: 1, minBucketVersion: 1 });
      const reasonOf = (documents: StickyDocument[], unread: string[]) =>
        assignSticky(later, { backer: 'v1', visitor: 'v1' }, new StickyBuckets(documents, new Set(unread))).reason;
      expect(reasonOf([second], ['visitor||v1'])).toBe('sticky_unavailable');
      expect(reasonOf([second, { ...treated, assignments: {} }], [])).toBe('sticky');
      expect(reasonOf([treated], ['backer||v1'])).toBe('earlier_bucket');
    });
  });

  it('still serves after enrolment has closed, outside the analysis, and gives everybody the same once it has ended', () => {
    const buckets = new StickyBuckets([]);
    const { variant } = assignSticky(sticky(), { backer: 'b1' }, buckets);
    const closed = assignSticky(sticky({ state: 'closed', coverage: 0 }), { backer: 'b1' }, buckets);
    expect([closed.variant, closed.reason, closed.inAnalysis]).toEqual([variant, 'enrolment_closed', false]);
    const paused = sticky({ state: 'paused' });
    const answers = [{ backer: 'b1' }, { visitor: 'v1' }].map((units) => assignSticky(paused, units, buckets));
    expect(answers.map(({ variant, reason }) => [variant, reason])).toEqual([
      ['control', 'paused'],
      ['control', 'paused'],
    ]);
  });

  it('is about its own unit and the one before it, and no other', () => {
    const buckets = new StickyBuckets([]);
    expect(assignSticky(sticky(), { project: 'p1' }, buckets).reason).toBe('wrong_unit');
    expect(assignSticky(sticky(), { backer: '' }, buckets).reason).toBe('no_unit');
    expect(buckets.given()).toEqual([]);
  });

  it('refuses a fallback to its own unit and a version that nobody could have', () => {
    const problems = validateDefinition(
      definition({ sticky: { bucketVersion: 1, minBucketVersion: 2, fallback: 'backer' } }),
    );
    expect(problems.map(({ pointer, rule }) => [pointer, rule])).toEqual([
      ['/sticky/minBucketVersion', 'min_bucket_version_range'],
      ['/sticky/fallback', 'fallback_is_another_unit'],
    ]);
  });
});
