import { describe, expect, it } from '@jest/globals';
import type { FileLooks, FileLookView } from '#libs/contracts';
import { looksPage } from '../../apps/verdict/src/file-readout/looks-page.js';
import { looksText } from '../../apps/verdict/src/file-readout/looks-text.js';
import { paletteFor } from '../../apps/verdict/src/file-readout/palette.js';
import { lookedAt, fileOf } from '../support/file-experiment.js';

const moments = 'day,variant,metric,n,mean,sd';
const table = (name: string, head: string, ...rows: string[]): string =>
  fileOf(name, `${[head, ...rows].join('\n')}\n`);
const days = Array.from({ length: 5 }, (_, index) => `2026-03-0${index + 1}`);

const looksAt = ({ metrics }: FileLooks, metric = 0): FileLookView[] =>
  (metrics[metric]?.treatments[0]?.looks ?? []).filter((look): look is FileLookView => !('kind' in look));

describe('a table of summary statistics', () => {
  // 20,000 units a variant more on each of five days, spread 1; no difference until the last, which has z = 2.5.
  const five = (last: number): string[] =>
    days.flatMap((day, index) => {
      const n = 20_000 * (index + 1);
      const mean = index === 4 ? 1 + last * Math.sqrt(2 / n) : 1;
      return [`${day},control,spend,${n},1,1`, `${day},new,spend,${n},${mean},1`];
    });

  it('has the bounds of five equal looks, and the adjusted end', async () => {
    const path = table('five.csv', moments, ...five(2.5));
    const looks = await lookedAt(path, { rows: 'cumulative', planned: '200000' });
    const taken = looksAt(looks);
    // Lan and DeMets, O'Brien–Fleming type, two-sided 5 %: the published bounds; p and their order by Jennison & Turnbull 8.5.
    const published = [4.8769, 3.357, 2.6803, 2.2898, 2.031];
    expect(taken.map(({ bound }) => Number(bound?.toFixed(4)))).toEqual(published);
    expect(taken.map(({ fraction }) => fraction)).toEqual(
      [0.2, 0.4, 0.6, 0.8, 1].map((one) => expect.closeTo(one, 12)),
    );
    expect(taken.map(({ stage }) => stage)).toEqual(['interim', 'interim', 'interim', 'interim', 'final']);
    expect(taken.at(-1)).toMatchObject({
      verdict: 'higher',
      p_value: expect.closeTo(0.0284, 4),
      statistic: expect.closeTo(2.5, 3),
    });
    expect(looks.metrics[0]?.treatments[0]).toMatchObject({ verdict: 'higher' });
    expect(looks.metrics[0]?.treatments[0]?.words).toMatch(
      /^spend in new is higher than in control, decided at the look of 2026-03-05, 100 % of the plan: \+\d/,
    );
  });

  it('stops at the look that crosses, and says what an end without a difference is', async () => {
    const rows = five(0).map((row) => (row.startsWith('2026-03-03,new') ? '2026-03-03,new,spend,60000,1.05,1' : row));
    const crossed = looksAt(
      await lookedAt(table('crossed.csv', moments, ...rows), { rows: 'cumulative', planned: '200000' }),
    );
    expect(crossed.map(({ verdict }) => verdict)).toEqual([null, null, 'higher']);
    const none = await lookedAt(table('none.csv', moments, ...five(1)), { rows: 'cumulative', planned: '200000' });
    expect(looksAt(none).at(-1)?.verdict).toBe('no_difference_found');
    const open = await lookedAt(table('open.csv', moments, ...five(1)), { rows: 'cumulative', planned: '400000' });
    expect(looksAt(open).map(({ stage }) => stage)).toEqual(Array(5).fill('interim'));
    expect(open.metrics[0]?.treatments[0]?.words).toMatch(
      /no verdict yet after the look of 2026-03-05, 50\.0 % of the plan/,
    );
  });

  it('ends on the planned day, whatever has come', async () => {
    const path = table('day.csv', moments, ...five(2.2));
    const looks = await lookedAt(path, { rows: 'cumulative', planned: '2026-03-04' });
    expect(looks.planned).toEqual({ units: 160_000, from: 'day', day: '2026-03-04' });
    expect(looksAt(looks).map(({ stage }) => stage)).toEqual(['interim', 'interim', 'interim', 'final']);
    const later = await lookedAt(path, { rows: 'cumulative', planned: '2026-03-10' });
    expect(later.planned).toEqual({ units: 400_000, from: 'pace', day: '2026-03-10' });
    const weekly = await lookedAt(path, { rows: 'cumulative', planned: '2026-03-10', every: 2 });
    expect(looksAt(weekly).map(({ day }) => day)).toEqual(['2026-03-02', '2026-03-04', '2026-03-05']);
  });

  it('is a confidence sequence without a plan, or where one is asked for', async () => {
    // The published comparison of libs/stats: 0.29, [−0.08957, 0.66957], p 0.29328 with n* 5000.
    const path = table(
      'sums.csv',
      'day,variant,n,sum,sum_of_squares',
      '2026-03-01,control,3407,1396.87,52377.9767',
      '2026-03-01,new,3461,2422.7,134698.29',
    );
    const looks = await lookedAt(path, { rows: 'daily', planned: '5000', procedure: 'confidence_sequence' });
    const [look] = looksAt(looks);
    expect(look?.estimate).toBeCloseTo(0.29, 5);
    expect(look?.interval?.lower).toBeCloseTo(-0.08957, 5);
    expect(look?.interval?.upper).toBeCloseTo(0.66957, 5);
    expect(look?.p_value).toBeCloseTo(0.29328, 5);
    expect(looks.metrics[0]?.key).toBe('value');
    expect((await lookedAt(path, { rows: 'daily' })).procedure).toBe('confidence_sequence');
  });

  it('says the same of what came each day and of all so far', async () => {
    // Values 1 2 3 | 4 5 and 2 4 | 6 8 10 by day; together means 3 and 6, variances 2.5 and 10.
    const daily = table(
      'daily.csv',
      moments,
      `${days[0]},control,x,3,2,1`,
      `${days[0]},new,x,2,3,${Math.SQRT2}`,
      `${days[1]},control,x,2,4.5,${Math.SQRT1_2}`,
      `${days[1]},new,x,3,8,2`,
    );
    const sofar = table(
      'sofar.csv',
      moments,
      `${days[0]},control,x,3,2,1`,
      `${days[0]},new,x,2,3,${Math.SQRT2}`,
      `${days[1]},control,x,5,3,${Math.sqrt(2.5)}`,
      `${days[1]},new,x,5,6,${Math.sqrt(10)}`,
    );
    const [one, other] = [
      looksAt(await lookedAt(daily, { rows: 'daily' })),
      looksAt(await lookedAt(sofar, { rows: 'cumulative' })),
    ];
    expect(one.at(-1)?.estimate).toBeCloseTo(3, 12);
    expect(one.map(({ statistic }) => statistic)).toEqual(other.map(({ statistic }) => expect.closeTo(statistic, 10)));
  });

  it('gives no verdict on a split that is broken', async () => {
    const rows = days.flatMap((day) => [`${day},control,x,5000,1,1`, `${day},new,x,4000,2,1`]);
    const looks = await lookedAt(table('split.csv', moments, ...rows), { rows: 'daily' });
    expect(looks.notes[0]).toMatchObject({ level: 'alarm', code: 'sample_ratio_mismatch' });
    expect(looks.metrics[0]?.treatments[0]?.verdict).toBeNull();
    const planned = await lookedAt(table('planned.csv', moments, ...rows), {
      rows: 'daily',
      weights: ['control=5,new=4'],
    });
    expect(planned.metrics[0]?.treatments[0]?.verdict).toBe('higher');
  });

  it('shows names of anybody’s as they are, and nothing that they would do', async () => {
    const name = '<script>alert(1)</script>\u001b[2J';
    const rows = days.flatMap((day) => [`${day},control,"${name}",500,1,1`, `${day},"${name}","${name}",500,1.1,1`]);
    const looks = await lookedAt(table('hostile.csv', moments, ...rows), { rows: 'daily', planned: '10000' });
    for (const obeyed of ['<script', '\u001b']) expect(looksPage(looks)).not.toContain(obeyed);
    expect(looksPage(looks)).toContain('&lt;script&gt;alert(1)&lt;/script&gt;·[2J');
    const lines = looksText(looks, 120, paletteFor({})).split('\n');
    expect(lines.join('')).not.toContain('\u001b');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(120);
  });

  it('shares its error rate among comparisons', async () => {
    const rows = ['x', 'y'].flatMap((metric) =>
      ['a', 'b', 'c'].map((variant) => `${days[0]},${variant},${metric},100,1,1`),
    );
    const looks = await lookedAt(table('several.csv', moments, ...rows), { rows: 'daily' });
    expect(looks.alpha_each).toBeCloseTo(0.05 / 4, 12);
  });

  it.each([
    ['day,variant,n\n', 'mean and sd, or sum and sum_of_squares'],
    ['date,variant,n,mean,sd\n', 'has the column day; the nearest of 5'],
    [`${moments}\n`, 'The table has no rows.'],
    [`${moments}\n1 March,a,x,1,2,3\n`, 'Row 1: "1 March" is no day'],
    [`${moments}\n${days[0]},,x,1,2,3\n`, 'Row 1: there is no variant.'],
    [`${moments}\n${days[0]},a,x,1.5,2,3\n`, 'Row 1: n is a whole number, not "1.5"'],
    [`${moments}\n${days[0]},a,x,10,2,-3\n`, 'Row 1: sd is a number of 0 at least, not "-3"'],
    [`${moments}\n${days[0]},a,x,10,,3\n`, 'Row 1: mean is a number, not ""'],
    [
      `day,variant,n,sum,sum_of_squares\n${days[0]},a,10,100,10\n`,
      'Row 1: The sum of squares is smaller than the sum allows',
    ],
    [
      `${moments}\n${days[0]},a,x,10,2,3\n${days[0]},a,x,10,2,3\n`,
      'Rows 1 and 2 are of the same day, variant and metric',
    ],
    [
      `${moments}\n${days[0]},a,x,10,2,3\n${days[0]},b,x,10,2,3\n${days[1]},a,x,5,2,3\n`,
      'n falls from 10 to 5 on 2026-03-02',
    ],
    [`${moments}\n${days[0]},a,x,10,2,3\n`, 'the file has one variant only, a'],
  ])('%j is refused', async (content, said) => {
    await expect(lookedAt(fileOf('refused.csv', content), { rows: 'cumulative' })).rejects.toThrow(said);
  });

  it('is refused a plan that is none', async () => {
    const path = table('plan.csv', moments, ...five(1));
    for (const planned of ['soon', '2026-13-01', '1', '2025-01-01'])
      await expect(lookedAt(path, { rows: 'cumulative', planned })).rejects.toThrow('--planned: ');
    await expect(lookedAt(path, { rows: 'cumulative', procedure: 'group_sequential' })).rejects.toThrow(
      'say --planned',
    );
  });
});
