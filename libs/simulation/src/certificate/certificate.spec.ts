import { describe, expect, it } from '@jest/globals';
import { deltaMethodInterval, isInsufficient, sampleRatioTest, welchTest } from '#libs/stats';
import { agreement } from './agreement.js';
import { coverageStudy, exactly } from './coverage-study.js';
import { aaStudy } from './false-positives.js';
import { byExposedUnits, longitudinalCourse, type Counted } from './longitudinal.js';
import { evenCourse } from './looks.js';
import { normalMetric, shareMetric } from './metrics.js';
import { statisticsParts } from './parts.js';
import { drawn } from './population.js';
import { groupSequential, naive } from './procedures.js';
import { heldSplit, type SplitAlarm } from './sample-ratio.js';
import { simulate } from './simulate.js';
import { runStudy, type Study } from './study.js';
import { excludesZero, relativeVerdict } from './verdict.js';

const options = { seed: 1, budget: 0.002, folder: '', handbook: null, progress: () => undefined };

describe('the certificate', () => {
  it('has the same figures for any number of threads, and others for another seed', async () => {
    const seen: number[] = [];
    const one = await simulate('agreement', { ...options, threads: 1, progress: (done) => seen.push(done) });
    expect(await simulate('agreement', { ...options, threads: 3 })).toEqual(one);
    expect(seen).toEqual(seen.map((_, index) => index + 1));
    expect(one.every(({ ok }) => ok === true)).toBe(true);
    const other = await simulate('agreement', { ...options, seed: 2, threads: 2 });
    expect(other.map(({ n }) => n)).not.toEqual(one.map(({ n }) => n));
  });

  it('is of parts with a name and a question each', () => {
    const names = statisticsParts.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { question } of statisticsParts) expect(question).toMatch(/\?$/);
  });

  it('fails a test of the split that was made to be read once', () => {
    const split = { name: 'even', weights: [0.5, 0.5], unitsADay: 5_000 };
    const everyDay: SplitAlarm = (arrivals) => {
      const totals = [0, 0];
      const alarm = arrivals.findIndex(({ counts, weights }, hour) => {
        counts.forEach((count, variant) => (totals[variant] = (totals[variant] ?? 0) + count));
        const test = sampleRatioTest(totals, weights);
        return hour % 24 === 23 && !isInsufficient(test) && test.pValue <= 0.01;
      });
      return alarm === -1 ? null : alarm;
    };
    expect(runStudy(heldSplit(split, 800, everyDay), { seed: 1, budget: 1 })[0]?.ok).toBe(false);
    expect(runStudy(heldSplit(split, 80), { seed: 1, budget: 1 })[0]?.ok).toBe(true);
  });

  it('fails a relative interval that is not the absolute one’s', () => {
    const [control, treatment] = [0, 0.5].map(shareMetric(0.05).under);
    if (control === undefined || treatment === undefined) throw new Error('There are two.');
    const delta = agreement('delta method', 4_000, () => (random) => {
      const pair = [drawn(random, control, 1_000), drawn(random, treatment, 1_000)] as const;
      const test = welchTest(...pair, { alpha: 0.05 });
      const relative = relativeVerdict(deltaMethodInterval(...pair, { alpha: 0.05 }));
      return isInsufficient(test) || relative === undefined ? undefined : excludesZero(test.interval) === relative;
    });
    expect(runStudy(delta, { seed: 1, budget: 1 })[0]).toMatchObject({ n: 4_000, ok: false });
  });

  it('fails a fixed test that is read at every look', () => {
    const population = normalMetric.under(0);
    const experiment = { name: 'normal', n: 1_000, course: evenCourse(population, population, 1_000) };
    const rows = runStudy(aaStudy(experiment, [naive, groupSequential], 1_200), { seed: 1, budget: 1 });
    expect(rows.map(({ what, column, ok }) => [what, column, ok])).toEqual(
      [naive, groupSequential].flatMap(({ name }) =>
        ['14 looks', '28 looks', '56 looks'].map((looks) => [`normal: ${name}`, looks, name !== naive.name]),
      ),
    );
    expect(rows[1]?.figure).toBeGreaterThan(0.2);
  });

  it('fails an interval that forgets the error of the control, and one that is too wide', () => {
    const population = normalMetric.under(0);
    const factor = (factor: number) =>
      coverageStudy('normal', 4_000, [{ interval: 'z', bound: exactly }], () => (random) => {
        const [a, b] = [drawn(random, population, 500), drawn(random, population, 500)];
        if (isInsufficient(a) || isInsufficient(b)) return [undefined];
        const margin = factor * 1.96 * Math.sqrt(b.variance / b.n);
        return [Math.abs(b.mean - a.mean) <= margin];
      });
    const okOf = (study: Study) => runStudy(study, { seed: 1, budget: 1 })[0]?.ok;
    expect([1, Math.SQRT2, 1.8].map((of) => okOf(factor(of)))).toEqual([false, true, false]);
  });

  it('shows that values so far are no values, and that closed windows are', () => {
    const study = (counted: Counted) =>
      aaStudy(
        { name: counted, n: 10_000, course: longitudinalCourse(10_000, counted) },
        [counted === 'closed windows' ? groupSequential : byExposedUnits],
        1_600,
      );
    const figures = (counted: Counted) => runStudy(study(counted), { seed: 1, budget: 1 });
    for (const { ok } of figures('closed windows')) expect(ok).toBe(true);
    for (const { ok } of figures('values so far')) expect(ok).toBe(false);
  });
});
