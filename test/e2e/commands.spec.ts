import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ImportView, JobAnswer, JobView, RunRows, RunView, WarehouseView } from '#libs/contracts';
import { verdict as verdictOn } from '../support/command.js';
import { dataFolder, leftBehind, Product, removeDataFolders } from '../support/product.js';
import { until } from '../support/until.js';

const minutes = 60_000;
const data = dataFolder();
const verdict = (...parameters: string[]) => verdictOn(data, ...parameters);

function file(name: string, ...lines: string[]): string {
  const path = join(data, name);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

const events = (name: string, ...visitors: string[]): string =>
  file(
    name,
    ...visitors.map((distinct_id) =>
      JSON.stringify({ event: 'Page View', properties: { distinct_id, time: '2026-03-01T10:00:00Z' } }),
    ),
  );

describe('npx verdict, where a server runs', () => {
  let product: Product;

  beforeAll(async () => {
    Product.build();
    product = await (await Product.start(data, {}, '--empty')).ready();
  }, 5 * minutes);
  afterAll(() => product.stop(), minutes);

  it(
    'imports pledges, outcomes and events, each file once',
    async () => {
      const pledges = file(
        'pledges.csv',
        'PLEDGE,TIME,AMOUNT,PROJECT',
        'p-1,2026-03-01T10:00:00Z,57.16,j-1',
        'p-2,2026-03-01T11:00:00Z,8,j-1',
        'p-3,2026-03-01T12:00:00Z,much,j-1',
      );
      const map = ['--map', 'pledge_id=PLEDGE,time=TIME', '--map', 'amount=AMOUNT,project_id=PROJECT'];
      const command = ['import', 'pledges', pledges, ...map, '--set', 'currency=USD', '--amount-unit', 'major'];
      const first = await verdict(...command);
      expect(first).toMatchObject({ code: 0, error: expect.stringContaining(`Importing ${pledges} …\n`) });
      expect(first.out).toMatch(
        /pledges\.csv: 3 lines, 2 pledges, 2 scored, 1 quarantined\.\n {2}left aside: 1 \w+\n {4}line 4: amount/,
      );
      expect((await verdict(...command)).out).toContain('pledges.csv: was imported before; 3 lines, 2 pledges');

      const outcomes = file('outcomes.csv', 'pledge_id,kind,known_at', 'p-1,collected,2026-03-02T00:00:00Z');
      expect(await verdict('import', 'outcomes', outcomes)).toMatchObject({
        code: 0,
        out: `${outcomes}: 1 line, 1 outcome.\n`,
      });

      const files = [events('a.ndjson', 'v-1', 'v-2'), events('b.ndjson', 'v-3')];
      const told = await verdict('import', 'events', ...files, '--json');
      expect((JSON.parse(told.out) as ImportView[]).map(({ state, counts }) => [state, counts.events])).toEqual([
        ['done', 2],
        ['done', 1],
      ]);
    },
    5 * minutes,
  );

  it(
    'says what an import does not take',
    async () => {
      expect((await verdict('import', 'people', 'x.csv')).error).toContain('Choose one of pledges, outcomes, events.');
      const missing = await verdict('import', 'events', join(data, 'nowhere.ndjson'));
      expect(missing).toMatchObject({ code: 1, error: expect.stringContaining('/path: ') });
    },
    2 * minutes,
  );

  it(
    'loads the warehouse, tells what it has, asks it and derives days anew',
    async () => {
      const loaded = await verdict('warehouse', 'load');
      expect(loaded).toMatchObject({ code: 0, error: 'Loading into the warehouse …\n' });
      expect(loaded.out).toMatch(/^All that was waiting is loaded: \d+ batches in all\.\n$/);
      expect((JSON.parse((await verdict('warehouse', 'load', '--json')).out) as WarehouseView).waiting.batches).toBe(0);

      expect((await verdict('warehouse', 'status')).out).toMatch(/\nNothing waits\.\n[^]*\nevent +3 +2026-03-01T10:00/);
      const { tables } = JSON.parse((await verdict('warehouse', 'status', '--json')).out) as WarehouseView;
      expect(tables).toMatchObject(expect.arrayContaining([expect.objectContaining({ table: 'pledge', rows: 2 })]));

      const text = 'SELECT COUNT(*) AS n FROM event WHERE distinct_id <> $1';
      const asked = await verdict('warehouse', 'query', text, '--value', 'text:v-1');
      expect(asked).toMatchObject({ code: 0, out: 'n\n─\n2\n' });
      expect(asked.error).toMatch(/^Asking the warehouse …\n\n1 row\. SQL: http.+\nDoes this look right to you\?\n$/);
      const answer = JSON.parse(
        (await verdict('warehouse', 'query', text, '--value', 'v-1', '--json')).out,
      ) as RunRows & { run: RunView };
      expect(answer).toMatchObject({ columns: ['n'], rows: [[2]], run: { state: 'answered', values: { p1: 'v-1' } } });

      expect((await verdict('warehouse', 'explain', 'SELECT distinct_id FROM event')).out).toContain('SEQ_SCAN');
      const lines = await verdict('warehouse', 'explain', 'SELECT distinct_id FROM event', '--json');
      expect(JSON.parse(lines.out)).toEqual(expect.arrayContaining([expect.stringContaining('SEQ_SCAN')]));

      const days = ['backfill', 'pledge_country_day', '--from', '2026-03-01', '--to', '2026-03-02'];
      const derived = await verdict('warehouse', ...days);
      expect(derived).toEqual({
        code: 0,
        out: 'pledge_country_day: 2026-03-01 to 2026-03-02 is computed.\n',
        error: 'Computing pledge_country_day …\n',
      });
      const job = JSON.parse((await verdict('warehouse', ...days, '--json')).out) as JobView;
      expect(job).toMatchObject({ name: 'warehouse_backfill', state: 'done', result: { days: 2 } });
      const sql = 'SELECT pledges FROM pledge_country_day';
      expect((await verdict('warehouse', 'query', sql, '--csv')).out).toBe('pledges\r\n2\n');
    },
    5 * minutes,
  );

  it(
    'does over HTTP what the commands do',
    async () => {
      const post = <Answer>(path: string, body: object): Promise<Answer> =>
        product.ask(path, { method: 'POST', body: JSON.stringify(body) });
      const done = async ({ job_id }: Pick<JobAnswer, 'job_id'>): Promise<JobView> => {
        const look = () => product.ask<JobView>(`/v1/jobs/${job_id}`);
        await until(async () => !['pending', 'running'].includes((await look()).state));
        return look();
      };
      await post('/v1/events', {
        events: [{ event: 'Page View', distinct_id: 'v-9', time: new Date().toISOString(), insert_id: 'i-9' }],
      });
      const load = await post<JobAnswer>('/v1/warehouse/loads', {});
      expect(await done(load)).toMatchObject({ name: 'warehouse_load', state: 'done', error: null });
      const { tables, engine, checked_at } = await product.ask<WarehouseView>('/v1/warehouse');
      expect([engine, checked_at]).toEqual([expect.stringMatching(/^duckdb/), expect.any(String)]);
      expect(tables.find(({ table }) => table === 'event')).toMatchObject({ rows: 4 });

      const range = { table: 'live_project_day', from: '2026-03-01', to: '2026-03-03' };
      const backfill = await post<JobAnswer>('/v1/warehouse/backfills', range);
      expect(await done(backfill)).toMatchObject({ state: 'done', result: { table: 'live_project_day', days: 3 } });

      const asked = await post<RunView>('/v1/queries', { sql: 'SELECT COUNT(*) AS n FROM event', explain: true });
      expect(await done({ job_id: String(asked.job_id) })).toMatchObject({ state: 'done' });
      const { rows } = await product.ask<RunRows>(`/v1/runs/${asked.id}/rows`);
      expect(JSON.stringify(rows)).toContain('SEQ_SCAN');

      // The permalink: a page to browsers, and to programs the answer of the route, in every one of its shapes.
      const link = async (accept: string, method = 'GET', hash = asked.hash) => {
        const answer = await product.fetch(`/queries/${hash}`, { method, headers: { accept } });
        expect(answer.headers.get('vary')).toContain('accept');
        return [answer.status, answer.headers.get('content-type')?.split(';')[0], await answer.text()] as const;
      };
      const route = await product.fetch(`/v1/queries/${asked.hash}`);
      for (const accept of ['application/json', '*/*'])
        expect(await link(accept)).toEqual([200, 'application/json', await route.clone().text()]);
      expect(await link('application/json', 'HEAD')).toEqual([200, 'application/json', '']);
      expect(await link('text/html,*/*;q=0.8')).toEqual([200, 'text/html', expect.stringContaining('<script')]);
      expect(await link('text/html', 'HEAD')).toEqual([200, 'text/html', '']);
      const problem = 'application/problem+json';
      expect(await link('text/csv')).toEqual([406, problem, expect.stringContaining('text/html or application/json')]);
      expect(await link('application/json', 'GET', '0'.repeat(64))).toEqual([404, problem, expect.any(String)]);
    },
    3 * minutes,
  );
});

describe('npx verdict, where none runs', () => {
  afterAll(removeDataFolders, minutes);

  /** The folder's stores, for as long as the command takes. */
  const alone = async (...parameters: string[]) => {
    const told = await verdict(...parameters);
    expect(told.error).toMatch(/^Starting PostgreSQL and Redis …\nStarting the services …\n/);
    expect(leftBehind(data)).toEqual([]);
    return told;
  };

  it(
    'opens the data folder itself',
    async () => {
      const path = events('c.ndjson', 'v-4', 'v-5');
      expect(await alone('import', 'events', path)).toMatchObject({ code: 0, out: `${path}: 2 lines, 2 events.\n` });
      const { out } = await alone('warehouse', 'load', '--json');
      expect((JSON.parse(out) as WarehouseView).tables).toContainEqual(
        expect.objectContaining({ table: 'event', rows: 6 }),
      );
      const { out: answer, error } = await alone('warehouse', 'query', 'SELECT COUNT(*) AS n FROM event');
      expect(answer).toBe('n\n─\n6\n');
      const [, hash = ''] = /SQL: npx verdict warehouse sql ([0-9a-f]{64})\n/.exec(error) ?? [];
      // Not of the port that the command had to itself.
      expect(error).toContain(`\n(after npm start also http://127.0.0.1:3000/queries/${hash})\n`);
      expect((await alone('warehouse', 'sql', hash)).out).toBe('SELECT COUNT(*) AS n FROM event\n');
      expect((await alone('people', 'add-key', '--name', 'shell')).out).toMatch(/^vk_live_/);
    },
    10 * minutes,
  );

  it(
    'says so where a command has it open, and where there is nothing to open',
    async () => {
      const first = verdict('sources', 'list', '--json');
      await until(() => Promise.resolve(leftBehind(data).some((line) => line.includes('.host.js'))));
      const second = await verdict('geo', 'status');
      expect(second).toMatchObject({ code: 1, out: '' });
      expect(second.error).toMatch(
        /^A command or a start is using .+ \(process \d+\); try again when it is through\.$/m,
      );
      expect(await first).toMatchObject({ code: 0, out: expect.stringContaining('"verdict"') });

      const nowhere = await verdictOn(join(data, 'nowhere'), 'import', 'events', 'x.ndjson');
      expect(nowhere).toEqual({
        code: 1,
        out: '',
        error: `There are no data in ${join(data, 'nowhere')}: npm start makes them, VERDICT_DATA names others, --url a server elsewhere.\n`,
      });
      expect((await verdict('sources', 'list', '--url', 'http://127.0.0.1:1')).error).toContain('--url needs --key');
    },
    3 * minutes,
  );
});
