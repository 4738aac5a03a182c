import { describe, expect, it } from '@jest/globals';
import type { LookComparison, LookView } from '#libs/contracts';
import {
  day,
  found,
  keys,
  lines,
  pinned,
  planned,
  reading,
  shares,
  type Planned,
} from '../../testing/planned-looks.js';
import { pinnedReadyMade } from '../../testing/ready-made.js';
import { experimentOfView, viewOf, type Experiment } from '../experiment/experiment.js';
import { linesOf } from '../metric/metric-line.js';
import type { VariantSums } from '../results/reading.js';
import { readoutOf } from '../results/readout.js';
import { latestOf, lookOf } from './take-look.js';

/** Looks in turn, at shares of the plan's units, with shares of successes in both variants. */
function looksAt(experiment: Planned, fractions: readonly number[], rates: readonly [number, number]): LookView[] {
  const each = experiment.plan.units.variants[0]?.units ?? 0;
  const looks: LookView[] = [];
  for (const [index, fraction] of fractions.entries()) {
    const units = Math.round(each * fraction);
    const sums = [shares('a', units, Math.round(units * rates[0])), shares('b', units, Math.round(units * rates[1]))];
    const through = 7 * (index + 1);
    const cause = {
      number: index + 1,
      kind: 'scheduled',
      takenAt: day(through),
      declaredBy: null,
      reason: null,
    } as const;
    looks.push(lookOf(experiment, lines, reading(through, sums), looks, cause));
  }
  return looks;
}

const numbersOf = ({ comparisons }: LookView): LookComparison => comparisons[0] as LookComparison;

describe('a look of a group-sequential plan', () => {
  it('is held against the published bounds at five equal steps', () => {
    const looks = looksAt(planned(), [0.2, 0.4, 0.6, 0.8, 1], [0.1, 0.1]);
    const bounds = looks.map((look) => numbersOf(look).bound ?? 0);
    // Whole units make the steps equal up to a thousandth.
    for (const [index, bound] of [4.8769, 3.357, 2.6803, 2.2898, 2.031].entries())
      expect(Math.abs((bounds[index] ?? 0) - bound)).toBeLessThan(0.02);
    expect(looks.map((look) => numbersOf(look).verdict)).toEqual([null, null, null, null, 'no_difference_found']);
    expect(looks.at(-1)?.decision).toMatchObject({ kind: 'do_not_ship', variant: null });
    expect(looks[0]?.decision.kind).toBe('keep_running');
  });

  it('ends at the first bound that is crossed, with adjusted numbers, and later looks say nothing more of it', () => {
    const looks = looksAt(planned(), [0.2, 0.4, 0.6, 0.8], [0.1, 0.16]);
    const crossing = looks.findIndex((look) => look.comparisons.length > 0 && numbersOf(look).stage === 'final');
    expect(crossing).toBeGreaterThan(0);
    const { verdict, p_value, interval, median_unbiased, estimate } = numbersOf(looks[crossing] as LookView);
    expect(verdict).toBe('better');
    expect(p_value).toBeLessThanOrEqual(0.05);
    expect(interval?.lower).toBeGreaterThan(0);
    expect(median_unbiased).toBeLessThan(estimate);
    for (const later of looks.slice(crossing + 1)) expect(later.comparisons).toEqual([]);
    expect(looks.at(-1)?.decision).toMatchObject({ kind: 'ship', variant: 'b' });
  });

  it('finds harm as well', () => {
    const looks = looksAt(planned(), [0.5, 1], [0.16, 0.1]);
    expect(latestOf(looks)[0]?.verdict).toBe('worse');
    expect(looks.at(-1)?.decision).toMatchObject({ kind: 'do_not_ship', why: 'b: it is worse on the primary metric.' });
  });

  it('turns round for a metric that should fall', () => {
    const falling = pinnedReadyMade(keys, { direction: 'decrease' }).flatMap(linesOf);
    const sums = [shares('a', 700, 112), shares('b', 700, 70)];
    const cause = { number: 1, kind: 'scheduled', takenAt: day(7), declaredBy: null, reason: null } as const;
    const look = lookOf(
      planned({}, { state: 'closed', enrolmentClosedAt: day(0) }),
      falling,
      reading(7, sums),
      [],
      cause,
    );
    expect(numbersOf(look)).toMatchObject({ verdict: 'better' });
    expect(numbersOf(look).estimate).toBeLessThan(0);
    expect(look.decision).toMatchObject({ kind: 'ship', variant: 'b' });
  });

  it('spends nothing where there is nothing to see, or nothing new', () => {
    const experiment = planned();
    const [first] = looksAt(experiment, [0], [0, 0]);
    expect(first?.comparisons).toEqual([expect.objectContaining({ kind: 'insufficient_data', variant: 'b' })]);
    const looks = looksAt(experiment, [0.3, 0.3, 0.6], [0.1, 0.1]);
    expect(looks[1]?.comparisons[0]).toMatchObject({ kind: 'insufficient_data', why: 'no_new_units' });
    expect(numbersOf(looks[2] as LookView).spent).toBeGreaterThan(numbersOf(looks[0] as LookView).spent ?? 0);
  });

  it('spends what is left when enrolment ended short of the plan and all windows are closed', () => {
    const experiment = planned({}, { state: 'closed', enrolmentClosedAt: day(7) });
    const looks = looksAt(experiment, [0.3, 0.6], [0.1, 0.13]);
    expect(numbersOf(looks[0] as LookView)).toMatchObject({ stage: 'interim', verdict: null });
    expect(numbersOf(looks[1] as LookView)).toMatchObject({ stage: 'final', spent: 0.05 });
  });

  it('closes on the units of the look before where none has come since', () => {
    const experiment = planned({}, { state: 'closed', enrolmentClosedAt: day(7) });
    const [first, again] = looksAt(experiment, [0.5, 0.5], [0.1, 0.135]).map(numbersOf);
    expect(first).toMatchObject({ stage: 'interim', verdict: null });
    // As if it had been the only look at all: of two at the same units the later holds what the earlier would have found.
    const [alone] = looksAt(planned({}, { state: 'closed', enrolmentClosedAt: day(0) }), [0.5], [0.1, 0.135]).map(
      numbersOf,
    );
    expect(again).toEqual(alone);
    expect(again).toMatchObject({ stage: 'final', spent: 0.05, bound: expect.closeTo(1.959964, 5) });
  });

  it('says at the end that there was too little, where there was', () => {
    const experiment = planned({}, { state: 'closed', enrolmentClosedAt: day(0) });
    const cause = { number: 1, kind: 'final', takenAt: day(60), declaredBy: null, reason: null } as const;
    const look = lookOf(experiment, lines, reading(60, [shares('a', 1, 0), shares('b', 1, 1)]), [], cause);
    expect(look.comparisons).toEqual([expect.objectContaining({ kind: 'insufficient_data', why: 'too_few_units' })]);
    expect(look.decision).toMatchObject({ kind: 'do_not_ship', why: expect.stringContaining('too little') });
  });

  it('says nothing of a broken split, and spends nothing on it', () => {
    const experiment = planned();
    const cause = { number: 1, kind: 'scheduled', takenAt: day(7), declaredBy: null, reason: null } as const;
    const look = lookOf(experiment, lines, reading(7, [shares('a', 1_000, 100), shares('b', 1_300, 200)]), [], cause);
    expect(look.comparisons).toEqual([]);
    expect(look.decision).toMatchObject({ kind: 'broken', why: expect.stringContaining('not split as planned') });
  });

  it('is the same to the last bit from the same sums, and from the experiment as it is kept', () => {
    const experiment = planned();
    const looks = looksAt(experiment, [0.2, 0.5], [0.1, 0.12]);
    const kept = experimentOfView(
      JSON.parse(JSON.stringify(viewOf(experiment))) as ReturnType<typeof viewOf>,
    ) as Planned;
    expect(kept).toEqual(experiment);
    expect(JSON.stringify(looksAt(kept, [0.2, 0.5], [0.1, 0.12]))).toBe(JSON.stringify(looks));
  });
});

describe('a look of another procedure', () => {
  it('may stop a confidence sequence at any time, and never says p ≤ α beside an interval with zero', () => {
    const looks = looksAt(planned({ procedure: 'confidence_sequence' }), [0.1, 0.2, 0.3, 0.5, 0.8], [0.1, 0.16]);
    for (const { comparisons } of looks)
      for (const one of comparisons as LookComparison[]) {
        const excludes = (one.interval?.lower ?? 0) > 0 || (one.interval?.upper ?? 0) < 0;
        expect((one.p_value ?? 1) <= 0.05).toBe(excludes);
        expect(one.stage === 'final').toBe(excludes);
      }
    expect(latestOf(looks)[0]).toMatchObject({ verdict: 'better', stage: 'final' });
  });

  it.each(['fixed', 'bayesian'] as const)('reads a %s plan once, when all windows are closed', (procedure) => {
    const open = looksAt(planned({ procedure }), [0.5, 1], [0.1, 0.16]);
    for (const { comparisons } of open)
      expect(comparisons[0]).toMatchObject({ kind: 'insufficient_data', why: 'before_planned_end' });
    const closed = planned({ procedure }, { state: 'closed', enrolmentClosedAt: day(0) });
    const [look] = looksAt(closed, [1], [0.1, 0.16]);
    expect(numbersOf(look as LookView)).toMatchObject({ stage: 'final', verdict: 'better' });
    if (procedure === 'bayesian') expect(numbersOf(look as LookView).posterior?.chance_to_win).toBeGreaterThan(0.975);
  });
});

describe('guardrails and the rule', () => {
  const guarded = (over: Partial<Experiment> = {}) =>
    planned({ guardrails: [{ metric: 'pledged_per_visitor', margin: { kind: 'relative', value: 0.1 } }] }, over);
  /** Amounts of 100 for a share of the units. */
  const amounts = (variant: string, units: number, paying: number): VariantSums => {
    const [total, squares] = [String(100 * paying), String(10_000 * paying)];
    const closed = { closed_units: units, closed_total: total, closed_total_of_squares: squares };
    return { variant, units, total, total_of_squares: squares, ...closed, denominators: null, covariates: null };
  };
  const lookWith = (experiment: Planned, paying: readonly [number, number]): LookView => {
    const units = 3_000;
    const money = found('pledged_per_visitor', [amounts('a', units, paying[0]), amounts('b', units, paying[1])]);
    const sums = [shares('a', units, 300), shares('b', units, 450)];
    const cause = { number: 1, kind: 'scheduled', takenAt: day(60), declaredBy: null, reason: null } as const;
    return lookOf(experiment, lines, reading(60, sums, [money]), [], cause);
  };

  it('ships a winner that is shown to keep them', () => {
    const { guardrails, decision } = lookWith(guarded({ state: 'closed', enrolmentClosedAt: day(30) }), [1_500, 1_510]);
    expect(guardrails).toEqual([
      expect.objectContaining({ verdict: 'held', final: true, metric: 'pledged_per_visitor' }),
    ]);
    expect(decision).toMatchObject({ kind: 'ship', variant: 'b' });
  });

  it('does not ship one that breaks one, whatever the primary metric says', () => {
    const { guardrails, decision } = lookWith(guarded(), [1_500, 900]);
    expect(guardrails[0]).toMatchObject({ verdict: 'broken', final: false });
    expect(decision).toMatchObject({ kind: 'do_not_ship', why: expect.stringContaining('loses more than the margin') });
  });

  it('waits while one is open, and gives up when all windows are closed and it is not shown', () => {
    expect(lookWith(guarded(), [1_500, 1_420]).decision.kind).toBe('keep_running');
    const { decision } = lookWith(guarded({ state: 'closed', enrolmentClosedAt: day(30) }), [1_500, 1_360]);
    expect(decision).toMatchObject({ kind: 'do_not_ship', why: expect.stringContaining('not shown') });
  });
});

describe('a readout between looks', () => {
  it('shows where the plan stands, its verdict by the looks alone, and what may be read at any time', () => {
    const experiment = planned();
    const looks = looksAt(experiment, [0.2, 0.4], [0.1, 0.12]);
    const sums = [shares('a', 400, 40), shares('b', 400, 80)];
    const { metrics, plan } = readoutOf(experiment, pinned, reading(16, sums), looks);
    expect(metrics[0]).toMatchObject({ validity: 'see_looks', verdicts: [] });
    expect(metrics[0]?.closed.effects[0]?.always_valid).toMatchObject({ method: 'confidence_sequence' });
    expect(metrics[0]?.closed.effects[0]?.posterior).toMatchObject({ kind: 'estimate' });
    expect(plan).toMatchObject({
      procedure: 'group_sequential',
      alpha_each: 0.05,
      next_look_at: day(21).toISOString(),
    });
    const [standing] = plan?.standing ?? [];
    expect(standing?.fraction).toBeCloseTo(400 / (experiment.plan.units.variants[0]?.units ?? 0), 10);
    expect(standing?.power_minimum_effect).toBeGreaterThan(0.8);
    expect(standing?.power_trend).toBeGreaterThan(standing?.power_minimum_effect ?? 1);
    expect(plan?.decision.kind).toBe('keep_running');
  });
});
