import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { uniforms } from '../testing/samples.js';
import { alpha, count, joint, sample, strange, wild } from '../testing/wild.js';
import * as stats from './index.js';

/*
 * The same as `degenerate.spec.ts` for what takes lists: cohorts, days, levels, cells, portfolios, groups.
 */

describe('whatever comes in', () => {
  const never = (name: string, property: fc.IProperty<unknown>) =>
    it(name, () => fc.assert(property, { numRuns: 120 }));
  const sane = (answer: unknown) => expect(strange(answer)).toBe(false);
  const pair = fc.record({ control: sample, treatment: sample });
  const named = fc.array(pair, { maxLength: 4 }).map((list) => list.map((one, at) => ({ name: String(at), ...one })));
  const cohorts = fc.array(
    fc.record({
      units: fc.oneof(count, fc.integer({ min: 2, max: 50 })),
      byAge: fc.array(fc.record({ sum: wild, sumOfSquares: wild }), { maxLength: 4 }),
    }),
    { maxLength: 5 },
  );

  never(
    'levels and covariates',
    fc.property(named, alpha, (levels, level) => {
      const effects = stats.heterogeneousEffects(levels, { alpha: level });
      sane('effects' in effects ? effects.homogeneity : effects);
      const balance = stats.preperiodBalance(levels, { alpha: level });
      if ('covariates' in balance) sane(balance.covariates.map(({ standardised, pValue }) => [standardised, pValue]));
    }),
  );
  never(
    'cells',
    fc.property(fc.array(fc.array(sample, { minLength: 2, maxLength: 3 }), { maxLength: 3 }), alpha, (cells, level) => {
      sane(stats.interactionOf(cells, { alpha: level }));
      sane(stats.interactionScan([{ name: 'a', cells }], { alpha: level }));
    }),
  );
  never(
    'days',
    fc.property(fc.array(fc.tuple(wild, pair), { maxLength: 5 }), joint, joint, alpha, (days, a, b, level) => {
      sane(
        stats.effectTrend(
          days.map(([day, one]) => ({ day, ...one })),
          { alpha: level },
        ),
      );
      sane(
        stats.effectTrend(
          days.map(([, one], day) => ({ day, ...one })),
          { alpha: level },
        ),
      );
      sane(stats.repeatedUnitsTrend(a, b, { days: [0, 1], alpha: level }));
    }),
  );
  never(
    'cohorts',
    fc.property(cohorts, cohorts, fc.constantFrom(1, 2, 3, 0.5, NaN), alpha, (a, b, lastAge, level) => {
      sane(stats.maturityCurve(a, { lastAge, alpha: level }));
      sane(stats.forecastMean(a, { lastAge, alpha: level }));
      sane(stats.maturingEffect(a, b, { lastAge, alpha: level }));
    }),
  );
  never(
    'portfolios',
    fc.property(
      fc.array(fc.record({ estimate: wild, standardError: wild }), { maxLength: 5 }),
      alpha,
      (list, level) => {
        sane(stats.homogeneityTest(list));
        sane(stats.spreadOfEffects(list));
        sane(stats.spreadOfEffects(list, { method: 'dersimonian_laird' }));
        sane(stats.shrunkenEffects(list, { alpha: level }));
      },
    ),
  );
  never(
    'portfolios of possible effects',
    fc.property(
      fc.array(
        fc.record({
          estimate: wild,
          standardError: fc.double({ min: -300, max: 300, noNaN: true }).map((e) => 10 ** e),
        }),
        { minLength: 3, maxLength: 4 },
      ),
      (list) => {
        sane(stats.homogeneityTest(list));
        sane(stats.spreadOfEffects(list));
        sane(stats.shrunkenEffects(list, { alpha: 0.05 }));
      },
    ),
  );
  never(
    'caps and exclusions',
    fc.property(sample, sample, count, wild, alpha, (a, b, units, value, level) => {
      const capped = { raw: a, capped: b, unitsCapped: units };
      sane(stats.cappedEffect(capped, { ...capped, capped: a }, { alpha: level }));
      sane(stats.capAtLook({ kind: 'percentile', q: 0.9, frozenAtLook: 2 }, null, { look: 2, percentile: value }));
      const reduced = { kept: a, excluded: units };
      for (const values of [
        { kind: 'range', lower: value, upper: 1e9 } as const,
        { kind: 'deviation', standardDeviation: value } as const,
      ]) {
        sane(stats.exclusionBias(reduced, { kept: b, excluded: 3 }, { alpha: level, values }));
      }
    }),
  );
  never(
    'shared clusters',
    fc.property(count, fc.array(wild, { minLength: 8, maxLength: 8 }), (n, [a = 0, b = 0, c = 0, d = 0, ...v]) => {
      const covariances = v.map((variance, i) => v.map((_, j) => (i === j ? variance : 0)));
      sane(stats.crossedClusters({ n, means: [a, b, c, d], covariances }));
    }),
  );

  it('certificates', () => {
    const group = fc.record({
      sums: wild.map((value) => stats.sumsOfUnit([value])),
      count: fc.oneof(count, fc.nat(9)),
    });
    fc.assert(
      fc.property(fc.array(group, { maxLength: 4 }), wild, (groups, share) => {
        fc.pre(groups.every(({ count: units }) => !(units > 1000)));
        const test: stats.CertificateOptions['test'] = (a, b) => {
          const [control, treatment] = [stats.jointFromSums(a), stats.jointFromSums(b)];
          return stats.isInsufficient(control) || stats.isInsufficient(treatment)
            ? { pValue: 1, estimate: 0 }
            : stats.welchTest(stats.ratioStatistics(control), stats.ratioStatistics(treatment), { alpha: 0.05 });
        };
        for (const part of [share, 0.5])
          sane(stats.aaCertificate(groups, { test, alpha: 0.05, share: part, uniform: uniforms(1) }));
      }),
      { numRuns: 12 },
    );
  });
});
