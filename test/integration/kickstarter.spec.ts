import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { BackfillHandler } from '#libs/analytics';
import type { ClosedBatch } from '#libs/contracts';
import { BatchLoader, type Warehouse } from '#libs/warehouse';
import { postgresWarehouseAt } from '../support/warehouse.js';
import { describeShared } from '../support/shared.js';
import { SourceTest } from '../support/sources.js';

const day = '2026-03-10';
const [from, to] = ['2009-01-01', '2018-12-31'];

/** What the listing's columns are; those that are not named come as text. */
const projects = {
  from: 'projects_sample.csv.gz',
  columns: [
    { name: 'deadline', type: 'date' },
    { name: 'goal', type: 'decimal(18,2)' },
    { name: 'launched', type: 'timestamp' },
    { name: 'pledged', type: 'decimal(18,2)' },
    { name: 'backers', type: 'integer' },
    { name: 'usd pledged', type: 'decimal(18,2)' },
  ],
  key: ['ID'],
  entity: {
    name: 'project',
    map: {
      project_id: 'ID',
      name: 'name',
      category: 'main_category',
      country: 'country',
      currency: 'currency',
      goal: 'goal',
      launched_at: 'launched',
      deadline: 'deadline',
      state: 'state',
    },
    amount_unit: 'major',
  },
};

interface Span {
  readonly launched: string;
  readonly deadline: string;
}

/** Each project votes for each day, one by one. */
function votes(spans: readonly Span[]): Map<string, number> {
  const counted = new Map<string, number>();
  for (const { launched, deadline } of spans)
    for (let time = Date.parse(launched < from ? from : launched); time <= Date.parse(deadline); time += 86_400_000) {
      const one = new Date(time).toISOString().slice(0, 10);
      if (one <= to) counted.set(one, (counted.get(one) ?? 0) + 1);
    }
  return counted;
}

const total = (counted: ReadonlyMap<string, number>): number =>
  [...counted.values()].reduce((sum, one) => sum + one, 0);

describeShared('real projects, loaded as they are', 'data/kickstarter/projects_sample.csv.gz', (path) => {
  let sources: SourceTest;
  let spans: Span[];
  beforeAll(async () => {
    sources = await SourceTest.start(day);
    const rows = parse<Record<string, string>>(gunzipSync(readFileSync(path)), { columns: true, bom: true });
    spans = rows.map(({ launched = '', deadline = '' }) => ({ launched: launched.slice(0, 10), deadline }));
    await sources.define('kickstarter', { kind: 'files', location: `file:${dirname(path)}` }, { projects });
  });
  afterAll(() => sources.close());

  const liveProjects = async (warehouse: Warehouse): Promise<Map<string, number>> => {
    await new BackfillHandler(warehouse).run(
      { table: 'live_project_day', from, to },
      {
        signal: new AbortController().signal,
        saved: null,
        progress: () => undefined,
        checkpoint: () => Promise.resolve(),
      },
    );
    const days = { from_day: from, until_day: '2019-01-01', breakdown: null };
    const { rows } = await warehouse.query<{ day: string; projects: number }>('live_project/summarise_days', days);
    return new Map(rows.map((row) => [row.day, row.projects]));
  };

  it('come by the source of files, every row of them, dirty ones too', async () => {
    const pull = await sources.pull('kickstarter', 'projects');
    expect(pull).toMatchObject({ state: 'done', counts: { rows: 9_999, quarantined: 0 } });
    const [odd] = await sources.rows("project WHERE project_id = '1000694855'");
    expect(odd).toMatchObject({ country: 'N,0"', state: 'undefined', goal: '650000', deadline: '2014-09-20 00:00:00' });
    expect(await sources.rows("project WHERE launched_at < '2009-01-01'")).toHaveLength(1);
  });

  it('are live as a count of the file, day by day, has them', async () => {
    const since2009 = votes(spans.filter(({ launched }) => launched >= from));
    // The file's known figures; one project says that it was launched in 1970, and votes for every day until its deadline.
    expect(total(since2009)).toBe(352_685);
    const found = await liveProjects(sources.pipeline.warehouse);
    expect(found).toEqual(votes(spans));
    const [most] = [...since2009].toSorted(([, left], [, right]) => right - left);
    expect(most).toEqual(['2014-08-07', 319]);
  });

  it('are the same in PostgreSQL, from the same buckets', async () => {
    const { database, url } = sources.test;
    const warehouse = postgresWarehouseAt(url, sources.pipeline.objects);
    await warehouse.open();
    try {
      const batches = await database.query<ClosedBatch>('bucket_batch/list_closed', {
        after_sequence: 0,
        row_limit: 9,
      });
      await new BatchLoader(warehouse, sources.pipeline.objects).loadNext(batches, new Date(`${day}T13:00:00Z`));
      expect(await liveProjects(warehouse)).toEqual(votes(spans));
    } finally {
      await warehouse.close();
    }
  });
});
