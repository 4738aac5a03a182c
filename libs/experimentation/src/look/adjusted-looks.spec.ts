import { describe, expect, it } from '@jest/globals';
import type { LookComparison, LookView } from '#libs/contracts';
import { asked, day, keys, lines, pinned, planned, reading, shares, type Plan } from '../../testing/planned-looks.js';
import { chosenReadyMade } from '../../testing/ready-made.js';
import { twoArms } from '../../testing/two-arms.js';
import { draftOf } from '../experiment/draft.js';
import type { VariantSums } from '../results/reading.js';
import { readoutOf } from '../results/readout.js';
import { lookOf } from './take-look.js';

const numbersOf = ({ comparisons }: LookView): LookComparison => comparisons[0] as LookComparison;

describe('a look of a plan that adjusts by what units did before', () => {
  /** Treated units did less before: a third of those who act did so then, too. */
  const before = (one: VariantSums, c: number, cy: number): VariantSums => {
    const sums = { c: String(c), cc: String(c), cy: String(cy), denominator: null };
    return { ...one, covariates: { all: sums, closed: sums } };
  };
  const sums = [before(shares('a', 1_000, 100), 150, 80), before(shares('b', 1_000, 130), 100, 80)];
  const cause = { number: 1, kind: 'scheduled', takenAt: day(60), declaredBy: null, reason: null } as const;
  const lookAt = (plan: Partial<Plan>, given = sums): LookView => {
    const closed = planned(plan, { state: 'closed', enrolmentClosedAt: day(0) });
    return lookOf(closed, lines, reading(60, given), [], cause);
  };

  // θ is (80 − 15 + 80 − 13)/(150 − 22.5 + 100 − 10), and the variants differed by 0.05 before.
  const adjusted = 0.03 + 0.05 * (132 / 217.5);

  it.each(['group_sequential', 'confidence_sequence', 'fixed', 'bayesian'] as const)(
    'judges by the adjusted effect: %s',
    (procedure) => {
      const { estimate, adjustment } = numbersOf(lookAt({ procedure, adjustment: 'cuped' }));
      expect(estimate).toBeCloseTo(adjusted, 12);
      expect(adjustment?.method).toBe('cuped');
      expect(adjustment?.variance_reduction).toBeGreaterThan(0.3);
      const raw = numbersOf(lookAt({ procedure }));
      expect(raw.estimate).toBeCloseTo(0.03, 12);
      expect(raw).not.toHaveProperty('adjustment');
    },
  );

  it('finds what the raw one does not, and shows both', () => {
    const [raw, found] = [lookAt({ procedure: 'fixed' }), lookAt({ procedure: 'fixed', adjustment: 'cuped' })];
    expect([numbersOf(raw).verdict, numbersOf(found).verdict]).toEqual(['better', 'better']);
    expect(numbersOf(found).p_value).toBeLessThan((numbersOf(raw).p_value ?? 0) / 100);
    const experiment = planned({ adjustment: 'cuped' }, { state: 'closed', enrolmentClosedAt: day(0) });
    const [metric] = readoutOf(experiment, pinned, reading(60, sums), [found]).metrics;
    expect(metric?.closed.effects[0]?.absolute).toMatchObject({ estimate: expect.closeTo(0.03, 12) });
    expect(metric?.adjusted).toMatchObject({
      primary: true,
      effects: [{ absolute: { estimate: expect.closeTo(adjusted, 12) } }],
    });
  });

  it('is the raw one where nothing was known before, and says so', () => {
    const bare = [shares('a', 1_000, 100), shares('b', 1_000, 130)];
    const { estimate, adjustment } = numbersOf(lookAt({ adjustment: 'cuped' }, bare));
    expect(estimate).toBeCloseTo(0.03, 12);
    expect(adjustment).toEqual({ method: 'cuped', variance_reduction: 0 });
  });

  it('is refused of a metric without a covariate', () => {
    const metrics = new Map(chosenReadyMade(keys));
    const metric = metrics.get('pledge_conversion')!;
    metrics.set('pledge_conversion', { ...metric, definition: { ...metric.definition, covariate_days: 0 } });
    const written = { ...twoArms, metrics: keys, plan: { ...asked, adjustment: 'cuped' as const } };
    expect(() => draftOf(written, { at: day(0), by: 'Ada' }, metrics)).toThrow(
      '/plan/adjustment: pledge_conversion has no',
    );
    expect(draftOf(written, { at: day(0), by: 'Ada' }, chosenReadyMade(keys)).plan?.adjustment).toBe('cuped');
  });
});
