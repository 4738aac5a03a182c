import { describe, expect, it } from '@jest/globals';
import { designQuerySchema, planSchema, type MetricCertificateView } from '#libs/contracts';
import { designOf, type Designed } from './design.js';

const arrivals = Array.from({ length: 35 }, (_, index) => ({
  day: `2026-01-${String(index + 1).padStart(2, '0')}`,
  units: 1_000,
}));
const certificate = (baseline: MetricCertificateView['baseline']): MetricCertificateView => ({
  id: '019a0000-0000-7000-8000-000000000001',
  metric: 'm',
  version: 1,
  unit: 'visitor',
  began_at: '2026-01-01T00:00:00.000Z',
  ended_at: '2026-02-05T00:00:00.000Z',
  days: 28,
  arrivals,
  baseline,
  false_alarms: { kind: 'insufficient_data', why: 'too_few_units', detail: '' },
  seed: 1,
  text: '',
  engine: '',
  commit: '',
  query: { hash: '', parameters: {} },
  made_at: '2026-02-05T00:00:00.000Z',
});
const amounts: Designed = {
  metric: 'm',
  kind: 'mean',
  windowDays: 7,
  minimumEffect: { kind: 'relative', value: 0.05 },
  certificate: certificate({ kind: 'baseline', units: 28_000, mean: 10, standard_deviation: 20 }),
};
const shares: Designed = {
  ...amounts,
  kind: 'proportion',
  minimumEffect: { kind: 'relative', value: 0.2 },
  certificate: certificate({ kind: 'baseline', units: 28_000, mean: 0.1, standard_deviation: 0.3 }),
};
const asked = (over: object = {}) => designQuerySchema.parse({ procedure: 'fixed', ...over });

describe('the help with a design', () => {
  it('takes the units of the published formulas, and the days that bring them', () => {
    // The examples of `sampleSizeForMeans` and `sampleSizeForProportions`.
    const found = designOf(amounts, asked());
    expect(found.units).toMatchObject({ kind: 'planned_units', total: 2 * 25_118, absolute_effect: 0.5 });
    expect(found.units_per_day).toBe(1_000);
    // 50,236 at 1,000 a day, and the window of the last.
    expect(found.duration).toEqual({ kind: 'duration', enrolment_days: 51, days: 58 });
    expect(designOf(shares, asked()).units).toMatchObject({ total: 2 * 3_839 });
  });

  it('is a plan that an experiment takes as it is', () => {
    expect(designOf(amounts, asked()).plan).toEqual({
      metric: 'm',
      baseline: 10,
      standard_deviation: 20,
      minimum_effect: { kind: 'relative', value: 0.05 },
      power: 0.8,
      alpha: 0.05,
      procedure: 'fixed',
      spending: 'obrien_fleming',
      look_days: 7,
      days: 51,
    });
    expect(designOf(shares, asked()).plan).not.toHaveProperty('standard_deviation');
  });

  it.each([0.01, 0.02, 0.03, 0.05, 0.1])(
    'has as many days as its units take, and no more looks than a plan may: %d',
    (minimum) => {
      const help = designOf(
        { ...amounts, minimumEffect: { kind: 'relative', value: minimum } },
        asked({ procedure: 'group_sequential', look_days: 1, coverage: 1 }),
      );
      const { plan, duration } = help as { plan: { days?: number }; duration: { enrolment_days: number } };
      expect(plan.days).toBe(duration.enrolment_days > 1_000 ? undefined : duration.enrolment_days);
      expect(planSchema.safeParse({ ...plan, guardrails: [] }).error).toBeUndefined();
    },
  );

  it('leaves a plan of a thousand looks to nobody', () => {
    const { plan } = designOf(amounts, asked());
    const issues = planSchema.safeParse({ ...plan, guardrails: [], days: 1_000, look_days: 16 }).error?.issues;
    expect(issues).toMatchObject([{ path: ['look_days'], message: expect.stringContaining('17 or more') }]);
    expect(planSchema.safeParse({ ...plan, guardrails: [], days: 1_000, look_days: 17 }).success).toBe(true);
  });

  it('says what days find: the inverse of the units that they bring', () => {
    const { total } = designOf(amounts, asked()).units as { total: number };
    const days = total / 1_000;
    const found = designOf(amounts, asked({ days: Math.round(days) })).detectable;
    expect(found.map(({ enrolment_days }) => enrolment_days)).toEqual([7, 14, 28, 50, 56]);
    const own = found.find(({ enrolment_days }) => enrolment_days === 50);
    expect(own).toMatchObject({ kind: 'detectable_effect', units: 50_000 });
    expect((own as { relative: number }).relative).toBeCloseTo(0.05 * Math.sqrt(50_236 / 50_000), 5);
    const effects = found.map((one) => (one.kind === 'detectable_effect' ? one.absolute : Number.NaN));
    expect(effects).toEqual(effects.toSorted((one, other) => other - one));
  });

  it('takes more units for looks, for always-valid readings, for several treatments, and days for less coverage', () => {
    const totalOf = (over: object): number => (designOf(amounts, asked(over)).units as { total: number }).total;
    const fixed = totalOf({});
    expect(totalOf({ procedure: 'group_sequential' })).toBeGreaterThan(fixed);
    expect(totalOf({ procedure: 'group_sequential' })).toBeLessThan(1.1 * fixed);
    expect(totalOf({ procedure: 'confidence_sequence' })).toBeGreaterThan(1.5 * fixed);
    expect(totalOf({ variants: 3 })).toBeGreaterThan(1.5 * fixed);
    expect(designOf(amounts, asked({ coverage: 0.5 })).duration).toMatchObject({ enrolment_days: 101 });
  });

  it('has the reason in place of a number that there is none of', () => {
    const nobody = certificate({ kind: 'insufficient_data', why: 'too_few_units', detail: 'Nobody was seen.' });
    expect(designOf({ ...amounts, certificate: nobody }, asked())).toMatchObject({
      plan: { kind: 'insufficient_data' },
      units: { detail: 'Nobody was seen.' },
      detectable: [],
    });
    const same = certificate({ kind: 'baseline', units: 100, mean: 10, standard_deviation: 0 });
    expect(designOf({ ...amounts, certificate: same }, asked()).units).toMatchObject({ why: 'required' });
    const beyond = { ...shares, minimumEffect: { kind: 'relative', value: 20 } } as const;
    expect(designOf(beyond, asked()).units).toMatchObject({ kind: 'insufficient_data', why: 'out_of_range' });
  });
});
