import { symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { openDataFile } from '#libs/warehouse';
import { analysed, fileOf } from '../support/file-experiment.js';
import { warehouseCatalogue } from '../support/warehouse.js';

const head = 'user_id,variant,spend';
const csv = (name: string, ...lines: string[]): string => fileOf(name, `${[head, ...lines].join('\n')}\n`);
/** Units enough that a readout has something to say: 20 a variant. */
const many = Array.from({ length: 40 }, (_, index) => `m-${index},${index % 2 === 0 ? 'a' : 'b'},${index}`);

describe('what a file leaves out', () => {
  it('is counted and named by its rule, and never guessed', async () => {
    const path = csv('left-out.csv', 'twice,a,5', 'twice,b,5', ',a,3', 'x, ,4', 'y,a,much', 'y,a,7', 'z,b,', ...many);
    const readout = await analysed(path);
    expect(readout.rows).toEqual({
      total: 47,
      left_out: [
        { rule: 'no_unit', rows: 1, first_row: 3, text: null },
        { rule: 'no_variant', rows: 1, first_row: 4, text: null },
      ],
    });
    expect(readout.units).toMatchObject({ total: 42, several_variants: 1 });
    expect(readout.columns).toEqual([
      { name: 'spend', scale: 0, exact: true, ill_typed: { rows: 1, first_row: 5, text: 'much' } },
    ]);
    const [spend] = readout.metrics;
    // y has a 7 beside what is no number: what it spent is not known, so it is no 7.
    expect(spend?.variants).toMatchObject([
      { variant: 'a', units: 20, sum: '380' },
      { variant: 'b', units: 20, sum: '400' },
    ]);
    expect(spend?.left_out).toEqual([
      {
        column: 'spend',
        rule: 'ill_typed',
        units: [
          { variant: 'a', units: 1 },
          { variant: 'b', units: 0 },
        ],
      },
      {
        column: 'spend',
        rule: 'missing',
        units: [
          { variant: 'a', units: 0 },
          { variant: 'b', units: 1 },
        ],
      },
    ]);
    expect(readout.notes.filter(({ level }) => level === 'warning').map(({ text }) => text)).toEqual(
      expect.arrayContaining([
        '1 row left out: no unit (the first is row 3).',
        '1 row with something else than a number in spend (the first is row 5, "much"): their units are left out of what needs it.',
        'spend: 1 unit left out for no value in spend (--missing zero counts them as 0).',
      ]),
    );
    const zero = await analysed(path, { missing: 'zero' });
    expect(zero.metrics[0]?.variants).toMatchObject([{ units: 20 }, { units: 21, sum: '400' }]);
  });

  it('speaks against a metric where the variants do not lack it alike', async () => {
    const lines = Array.from({ length: 400 }, (_, index) =>
      index % 2 === 0 ? `u-${index},a,${index}` : `u-${index},b,${index % 3 === 0 ? '' : index}`,
    );
    const readout = await analysed(csv('unlike.csv', ...lines));
    expect(readout.notes[0]).toMatchObject({ level: 'alarm', code: 'missing_differs' });
    expect(readout.metrics[0]?.effects[0]?.verdict).toBeNull();
  });

  it('takes no covariate that differs between the rows of a unit', async () => {
    const rows = Array.from(
      { length: 60 },
      (_, index) => `u-${index},${index % 2 === 0 ? 'a' : 'b'},${index},${index % 7}`,
    );
    const path = fileOf('covariate.csv', `${head},prior\n${rows.join('\n')}\nu-1,b,1,99\n`);
    const readout = await analysed(path, { covariates: ['spend=prior'] });
    expect(readout.metrics[0]?.left_out).toEqual([
      {
        column: 'prior',
        rule: 'several_values',
        units: [
          { variant: 'a', units: 0 },
          { variant: 'b', units: 1 },
        ],
      },
    ]);
  });

  it('rounds only what exact sums have no room for, and says so', async () => {
    const rows = many.map(
      (line, index) => `${line.split(',').slice(0, 2).join(',')},${index === 0 ? '900000000000' : '0.1234567890123'}`,
    );
    const readout = await analysed(csv('rounded.csv', ...rows));
    // n (T 10^s)² ≤ 10^37 for 40 units of 9 × 10^11 leaves 5 decimals.
    expect(readout.columns[0]).toMatchObject({ scale: 5, exact: false });
    expect(readout.notes).toContainEqual(expect.objectContaining({ code: 'rounded' }));
  });

  it('knows days by how they begin', async () => {
    const rows = many.map(
      (line, index) => `${line},${index === 3 ? '03/04/2026' : `2026-03-0${1 + (index % 3)}T10:00:00Z`}`,
    );
    const readout = await analysed(fileOf('days.csv', `${head},at\n${rows.join('\n')}`), { date: 'at' });
    expect(readout.rows.left_out).toEqual([{ rule: 'no_day', rows: 1, first_row: 4, text: '03/04/2026' }]);
    expect(readout.metrics[0]?.days?.map(({ day }) => day)).toEqual(['2026-03-01', '2026-03-02', '2026-03-03']);
  });

  it('finds since when a split is broken', async () => {
    const rows = Array.from({ length: 9_000 }, (_, index) => {
      const day = 1 + Math.floor(index / 1_000);
      const isA = day < 6 ? index % 2 === 0 : index % 3 === 0;
      return `u-${index},${isA ? 'a' : 'b'},${index % 10},2026-03-0${day}`;
    });
    const readout = await analysed(fileOf('leak.csv', `${head},day\n${rows.join('\n')}`), { date: 'day' });
    expect(readout.sample_ratio_over_time).toMatchObject({ alarm: true, since: '2026-03-06' });
    expect(readout.notes.map(({ code }) => code).slice(0, 2)).toEqual([
      'sample_ratio_mismatch',
      'sample_ratio_over_time',
    ]);
  });
});

describe('what is no file to read', () => {
  const refusals: [string, string | Uint8Array, string][] = [
    ['empty.csv', '', 'The file is empty.'],
    ['names.csv', `${head}\n`, 'The file has no rows.'],
    ['ragged.csv', `${head}\nu,a,1\nv,b,2,3\n`, 'line 3: expected Number of Columns: 3 Found: 4'],
    ['quote.csv', `${head}\nu,a,"1\nv,b,2\n`, 'line 2: value with unterminated quote found'],
    ['latin.csv', Buffer.from(`${head}\nM\u00fcller,a,1\n`, 'latin1'), 'line 2: invalid unicode'],
    ['twice.csv', `${head},spend\nu,a,1,2\n`, 'The file has the column spend more than once'],
    ['words.csv', `${head}\nu,a,"1,5"\nv,b,"2,5"\n`, 'The column spend has no numbers: "1,5" in row 1.'],
    ['thousands.csv', `${head}\nu,a,1_000\nv,b,0x10\n`, 'The column spend has no numbers: "1_000" in row 1.'],
    ['blank.csv', `${head}\nu,a,\nv,b,\n`, 'The column spend is empty.'],
    ['large.csv', `${head}\nu,a,1e30\nv,b,2\n`, 'too large to be added exactly'],
    ['one.csv', `${head}\nu,a,1\nv,a,2\n`, 'the file has one variant only, a'],
    ['both.csv', `${head}\nu,a,1\nu,b,2\n`, 'no unit met one variant alone'],
    ['picture.parquet', 'PAR1 but no more', 'The file cannot be read'],
    ['broken.ndjson', '{"user_id":1,"variant":"a","spend":1}\n{"user_id":2,"spend":tru}\n', 'line 2: malformed JSON'],
  ];

  it.each(refusals)('%s', async (name, content, said) => {
    await expect(analysed(fileOf(name, content))).rejects.toMatchObject({
      kind: 'invalid',
      message: expect.stringContaining(said),
    });
  });

  it('is a folder, or not there', async () => {
    const folder = dirname(fileOf('x.csv', head));
    await expect(analysed(folder, { format: 'csv' })).rejects.toThrow('There is no file');
    await expect(analysed(join(folder, 'nowhere.csv'))).rejects.toThrow('There is no file');
    expect(() => analysed('table.xlsx')).toThrow('does not say what it is: --format csv, parquet, json.');
  });

  const path = csv('asked.csv', ...many);
  it.each([
    [{ metrics: ['spnd'] }, '--metrics: there is no column spnd; the nearest of 3: spend'],
    [{ unit: 'userid' }, '--unit: there is no column userid; the nearest of 3: user_id'],
    [{ variant: 'user_id', unit: 'variant' }, '--variant: no unit met one variant alone'],
    [{ metrics: ['spend', 'spend'] }, 'spend is there twice'],
    [{ metrics: [' '] }, 'name a column at least'],
    [{ baseline: 'c' }, '--baseline: there is no variant c; there are a, b.'],
    [{ kinds: ['spend=median'] }, '--kind: spend is a mean, a proportion, a ratio or a quantile such as p90'],
    [{ kinds: ['spend=ratio'] }, 'a ratio is asked for as --metrics one/other'],
    [{ kinds: ['visits=mean'] }, '--kind: there is no metric visits'],
    [{ kinds: ['spend'] }, '--kind: "spend" is no name=value.'],
    [{ caps: ['spend=-1'] }, '--cap: spend takes a number above 0'],
    [{ caps: ['spend=5'], kinds: ['spend=p50'] }, '--cap: spend is a quantile, which has no cap.'],
    [{ covariates: ['prior'] }, '--covariate: there is no column prior'],
    [{ weights: ['a=1,b=much'] }, '--weights: "much" is no weight of b.'],
    [{ weights: ['a=0'] }, '--weights: one of them is above 0.'],
  ])('%j', async (over, said) => {
    await expect(analysed(path, over)).rejects.toThrow(said);
  });

  it('has more days than there can be', async () => {
    const days = Array.from({ length: 1_600 }, (_, index) => new Date(86_400_000 * index).toISOString().slice(0, 10));
    const lines = days.map((day, index) => `u-${index},${index % 2 === 0 ? 'a' : 'b'},1,${day}`);
    const path = fileOf('long.csv', `${head},day\n${lines.join('\n')}`);
    await expect(analysed(path, { date: 'day' })).rejects.toThrow('--date: the column has 1,600 different days');
  });

  it('has more variants than there can be', async () => {
    const lines = Array.from({ length: 60 }, (_, index) => `u-${index},v-${index},1`);
    await expect(analysed(csv('many.csv', ...lines))).rejects.toThrow('the column has 60 different values');
  });
});

describe('the engine of a file', () => {
  it('opens that file and nothing else, whatever it is called', async () => {
    const strange = csv("it's [a] *.csv", ...many);
    expect((await analysed(strange)).units.total).toBe(40);
    const other = csv('other.csv', ...many);
    const file = await openDataFile({ catalogue: warehouseCatalogue, path: strange, memoryBytes: 268_435_456 });
    try {
      await expect(file.query('file/read_header', { path: other })).rejects.toThrow('Permission Error');
      await expect(file.query('setting/set_allowed_paths', {}, { paths: `'${other}'` })).rejects.toThrow(
        /locked|Permission/,
      );
    } finally {
      await file.close();
    }
    symlinkSync(other, `${other}.link.csv`);
    expect((await analysed(`${other}.link.csv`)).units.total).toBe(40);
  });
});
