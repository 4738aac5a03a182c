import { describe, expect, it } from '@jest/globals';
import { chosenReadyMade, pinnedReadyMade } from '../../testing/ready-made.js';
import { twoArms } from '../../testing/two-arms.js';
import { draftOf } from '../experiment/draft.js';
import { linesOf } from '../metric/metric-line.js';
import type { VariantSums } from '../results/reading.js';
import { breakdownAnswerOf } from './breakdown-answer.js';
import type { FoundLevels } from './breakdown.js';

const keys = ['pledge_conversion'];
const lines = pinnedReadyMade(keys, { readings: ['all'] }).flatMap(linesOf);
const experiment = draftOf(
  {
    ...twoArms,
    metrics: keys,
  },
  { at: new Date(0), by: 'Ada' },
  chosenReadyMade(keys),
);

const shares = (variant: string, units: number, yes: number): VariantSums => {
  const sums = { units, total: String(yes), total_of_squares: String(yes) };
  const closed = { closed_units: units, closed_total: String(yes), closed_total_of_squares: String(yes) };
  return { variant, ...sums, ...closed, denominators: null, covariates: null };
};
const level = (name: string, of: readonly [number, number], by: readonly [number, number]) => ({
  kind: 'named' as const,
  level: name,
  variants: [shares('a', ...of), shares('b', ...by)],
});
const foundOf = (levels: FoundLevels['lines'][number]['levels']): FoundLevels => ({
  dataThrough: new Date(0),
  engine: 'none',
  commit: '',
  query: { hash: '', parameters: {} },
  lines: [{ metric: 'pledge_conversion', version: 1, reading: 'all', levels }],
});
const answer = (levels: FoundLevels['lines'][number]['levels'], correction: 'holm' | 'benjamini_hochberg' = 'holm') =>
  breakdownAnswerOf({ experiment, lines, found: foundOf(levels), correction, broken: null });
const effects = (levels: FoundLevels['lines'][number]['levels'], correction?: 'holm' | 'benjamini_hochberg') =>
  answer(levels, correction).metrics[0]?.levels.map((one) => one.effects[0]);

describe('effects by level', () => {
  const one = level('one', [1_000, 100], [1_000, 130]);
  const flat = (name: string) => level(name, [1_000, 100], [1_000, 100]);
  const many = [one, ...Array.from({ length: 9 }, (_, index) => flat(`flat ${index}`))];

  it('lose what was found by looking in ten places', () => {
    // Welch by hand: t = 0.03/√((0.1131 + 0.09)/999) = 2.104 on 1,985 degrees of freedom, p 0.0355; times ten, 0.355.
    expect(effects([one])?.[0]).toMatchObject({ significant: true, p_value: expect.closeTo(0.0355, 3) });
    expect(effects(many)?.[0]).toMatchObject({ significant: false, p_value: expect.closeTo(0.355, 2) });
    expect(effects(many, 'benjamini_hochberg')?.[0]).toMatchObject({ p_value: expect.closeTo(0.355, 2) });
    expect(answer(many)).toMatchObject({ cells: 10, alpha: 0.05, correction: 'holm' });
  });

  it('differ less strictly by their false discovery rate', () => {
    // In the same way p 0.0301 and 0.0254: three times the least is over 0.05, and the largest of three is not.
    const three = [one, level('two', [1_000, 100], [1_000, 131]), level('three', [1_000, 100], [1_000, 132])];
    expect(effects(three)?.map((cell) => cell?.kind === 'estimate' && cell.significant)).toEqual([false, false, false]);
    expect(effects(three, 'benjamini_hochberg')?.map((cell) => cell?.kind === 'estimate' && cell.significant)).toEqual([
      true,
      true,
      true,
    ]);
  });

  it('say whether the levels differ, apart from whether one of them is significant', () => {
    const opposed = [level('up', [2_000, 200], [2_000, 320]), level('down', [2_000, 320], [2_000, 200])];
    expect(answer(opposed).metrics[0]?.differences[0]).toMatchObject({ kind: 'estimate', degrees_of_freedom: 1 });
    const [difference] = answer(opposed).metrics[0]?.differences ?? [];
    expect(difference?.kind === 'estimate' && difference.p_value).toBeLessThan(1e-6);
    const [same] =
      answer([one, one].map((each, index) => ({ ...each, level: String(index) }))).metrics[0]?.differences ?? [];
    expect(same).toMatchObject({ kind: 'estimate', p_value: 1 });
    expect(answer([one]).metrics[0]?.differences[0]).toMatchObject({ kind: 'insufficient_data' });
  });

  it('are weighed together by the shares of all units, beside the levels', () => {
    const [effect] = answer([one, level('two', [500, 200], [1_000, 420])]).metrics[0]?.post_stratified ?? [];
    // 0.03 of 2,000 and 0.02 of 1,500 units.
    expect(effect).toMatchObject({ strata: 2, absolute: { estimate: expect.closeTo((60 + 30) / 3_500, 12) } });
    expect(answer([one]).metrics[0]?.post_stratified).toMatchObject([{ why: 'one_level' }]);
  });

  it('tell where the split is broken, by Holm over the levels', () => {
    // χ² of 1,000 against 1,130 is 130²/2130 = 7.93, p 0.0049: no alarm alone; of 1,000 against 1,200, 18.2, p 0.00002: one.
    const splits = answer([
      level('even', [1_000, 100], [1_000, 100]),
      level('uneven', [1_000, 100], [1_130, 113]),
      level('broken', [1_000, 100], [1_200, 120]),
      level('few', [3, 1], [4, 1]),
    ]).metrics[0]?.levels.map(({ split }) => split);
    expect(splits).toMatchObject([
      { kind: 'estimate', p_value: 1, mismatch: false },
      { p_value: expect.closeTo(2 * 0.00485, 4), mismatch: false },
      { p_value: expect.closeTo(3 * 0.00002, 5), mismatch: true },
      { kind: 'insufficient_data', why: 'too_few_units' },
    ]);
  });

  it('leave out what is too small, or never varies, and judge the others without it', () => {
    const small = level('small', [99, 10], [1_000, 100]);
    const still = level('still', [1_000, 0], [1_000, 0]);
    const [, tooSmall, never] = effects([one, small, still]) ?? [];
    expect(tooSmall).toMatchObject({ kind: 'insufficient_data', why: 'too_few_units' });
    expect(never).toMatchObject({ kind: 'insufficient_data', why: 'zero_variance' });
    expect(answer([one, small, still]).cells).toBe(1);
  });
});
