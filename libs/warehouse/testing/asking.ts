import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkSelect } from '../src/ask/check-select.js';
import type { AskedRows, AskedValue, AskLimits } from '../src/ask/asking.js';
import { allowedFunctions } from '../src/ask/vocabulary.js';
import type { WarehouseUnderTest } from './conformance.js';
import { spoken } from './vocabulary.js';

const published = new Set([
  ...['event', 'pledge', 'project', 'integers'].map((name) => `published.${name}`),
  'snapshot.shop_projects',
]);
const limits: AskLimits = { rows: 100, milliseconds: 10_000 };

/** What each engine does with what people ask. */
export function askingConformance(name: string, make: () => Promise<WarehouseUnderTest>): void {
  describe(`questions to ${name}`, () => {
    let made: WarehouseUnderTest;
    beforeAll(async () => {
      made = await make();
      await made.warehouse.open();
      await made.rows("INSERT INTO project (project_id, name, goal, snapshot_on) VALUES ('j1', 'é', 5, '2026-03-01')");
      await made.rows("INSERT INTO project (project_id, name, goal, snapshot_on) VALUES ('j2', 'b', 7, '2026-03-01')");
      await made.rows('CREATE TABLE snapshot.shop_projects (id BIGINT, snapshot_on DATE NOT NULL)');
      await made.rows("INSERT INTO snapshot.shop_projects (id, snapshot_on) VALUES (9, '2026-03-01')");
      await made.rows('CREATE TABLE snapshot.shop_secrets (id BIGINT)');
    });
    afterAll(async () => {
      await made.warehouse.close();
      await made.close();
    });

    const ask = async (
      text: string,
      values: readonly AskedValue[] = [],
      over: Partial<AskLimits> = {},
    ): Promise<AskedRows> =>
      made.warehouse.ask(await checkSelect(text, { published, pointer: '/sql' }), values, { ...limits, ...over });

    it('describes the columns of an answer in words that no engine has to itself, without a row of it', async () => {
      const text = `SELECT
        name,
        goal,
        CAST(goal AS DECIMAL(10, 2)) AS exact,
        CAST(goal AS DOUBLE PRECISION) AS about,
        goal > 1 AS large,
        CAST('2026-03-01' AS DATE) AS day,
        CAST('2026-03-01' AS TIMESTAMP) AS time,
        CURRENT_TIMESTAMP AS zoned
      FROM project`;
      const select = await checkSelect(text, { published, pointer: '/sql' });
      expect(await made.warehouse.describe(select, [], limits)).toEqual([
        { name: 'name', type: 'text' },
        { name: 'goal', type: 'integer' },
        { name: 'exact', type: 'decimal' },
        { name: 'about', type: 'double' },
        { name: 'large', type: 'boolean' },
        { name: 'day', type: 'date' },
        { name: 'time', type: 'timestamp' },
        { name: 'zoned', type: 'other' },
      ]);
      const wrong = await checkSelect('SELECT nothing FROM project', { published, pointer: '/sql' });
      await expect(made.warehouse.describe(wrong, [], limits)).rejects.toMatchObject({ kind: 'invalid' });
    });

    it('are answered from what is published, cells as every query has them', async () => {
      expect(await ask('SELECT name, goal, CAST(goal AS NUMERIC(10, 2)) AS exact FROM project ORDER BY goal;')).toEqual(
        {
          columns: ['name', 'goal', 'exact'],
          rows: [
            ['é', 5, '5.00'],
            ['b', 7, '7.00'],
          ],
          truncated: false,
        },
      );
    });

    it('may use what a warehouse is for: joins, windows, sets, dates, the integers', async () => {
      const text = `-- a comment; with a semicolon
        WITH grown AS (SELECT p.project_id, p.goal * 2 AS goal FROM published.project AS p),
        counted AS (SELECT COUNT(*) AS n, MAX(goal) AS top FROM grown WHERE goal BETWEEN 1 AND 100 OR goal IS NULL)
        SELECT n, top, DATE_TRUNC('month', CAST('2026-03-05' AS TIMESTAMP)) AS month, 1 AS place,
          CASE WHEN n IN (1, 2) THEN UPPER('ok') ELSE COALESCE(NULL, 'no') END AS word
        FROM counted
        UNION ALL
        SELECT grown.goal, 0, NULL, ROW_NUMBER() OVER (ORDER BY grown.goal DESC), TRIM(' x ') FROM grown
        INNER JOIN integers ON integers.n = grown.goal AND grown.project_id LIKE 'j%'
        ORDER BY 4, 1`;
      const { rows } = await ask(text);
      expect(rows.map((row) => row.slice(0, 2))).toEqual([
        [2, 14],
        [14, 0],
        [10, 0],
      ]);
      expect(rows[0]?.[2]).toEqual(new Date('2026-03-01T00:00:00Z'));
    });

    it('may use every function that the guide lists', async () => {
      const missing = [...allowedFunctions].filter((one) => !Object.hasOwn(spoken, one));
      expect(missing).toEqual([]);
      const refused: string[] = [];
      for (const [name, expression] of Object.entries(spoken))
        await ask(`SELECT ${expression}`).catch((error: Error) => refused.push(`${name}: ${error.message}`));
      expect(refused).toEqual([]);
    });

    it('take values for their parameters, never text', async () => {
      const { rows } = await ask('SELECT project_id FROM project WHERE name = $1 AND goal > CAST($2 AS BIGINT)', [
        "b' OR '1'='1",
        1,
      ]);
      expect(rows).toEqual([]);
      expect((await ask('SELECT project_id FROM project WHERE name = $1', ['b'])).rows).toEqual([['j2']]);
    });

    it('cast their parameters to the types that are said', async () => {
      const options = { published, pointer: '/sql', types: ['DATE', 'BIGINT'] };
      const select = await checkSelect("SELECT 'é', $2 + 1, $1 FROM project WHERE goal > $2", options);
      expect(select.text).toBe(
        "SELECT 'é', CAST($2 AS BIGINT) + 1, CAST($1 AS DATE) FROM project WHERE goal > CAST($2 AS BIGINT)",
      );
      expect((await made.warehouse.ask(select, ['2026-03-01', 6], limits)).rows).toEqual([['é', 7, '2026-03-01']]);
    });

    it('see a table of the company that is published, by its whole name', async () => {
      expect((await ask('SELECT id FROM snapshot.shop_projects')).rows).toEqual([[9]]);
    });

    it('may be about any table of the company, when it is published: the warehouse knows which there are', async () => {
      const { rows } = await made.warehouse.query<{ schema_name: string; table_name: string }>(
        'relation/list_relations',
      );
      const names = rows.map(({ schema_name, table_name }) => `${schema_name}.${table_name}`);
      expect(names.filter((name) => name.startsWith('snapshot.'))).toEqual([
        'snapshot.shop_projects',
        'snapshot.shop_secrets',
      ]);
    });

    it('do not wait for another about the same table', async () => {
      const leaving = new AbortController();
      const slow = 'SELECT COUNT(*) FROM snapshot.shop_projects, integers AS one, integers AS two, integers AS three';
      const waiting = ask(slow, [], { milliseconds: 60_000, signal: leaving.signal });
      waiting.catch(() => undefined);
      expect((await ask('SELECT id FROM snapshot.shop_projects')).rows).toEqual([[9]]);
      leaving.abort(new Error('gone'));
      await expect(waiting).rejects.toThrow('gone');
    });

    it('name their own queries where they give them, each after those before it', async () => {
      const text = `
        WITH first AS (SELECT 1 AS n), second AS (SELECT n + 1 AS n FROM first)
        SELECT n FROM second WHERE n > (SELECT MAX(n) FROM first)
        UNION ALL (WITH third AS (SELECT 3 AS n) SELECT third.n FROM third, second) ORDER BY 1`;
      expect((await ask(text)).rows).toEqual([[2], [3]]);
    });

    it('are cut at their limit, and say so', async () => {
      const cut = await ask('SELECT n FROM integers ORDER BY n', [], { rows: 3 });
      expect(cut).toEqual({ columns: ['n'], rows: [[0], [1], [2]], truncated: true });
    });

    it('are stopped when their time is over, and when nobody waits', async () => {
      const endless =
        'SELECT COUNT(*) FROM integers AS one, integers AS two, integers AS three WHERE one.n + two.n + three.n < 0';
      // No repeat would be quicker.
      await expect(ask(endless, [], { milliseconds: 200 })).rejects.toMatchObject({ kind: 'invalid' });
      const leaving = new AbortController();
      const waiting = ask(endless, [], { milliseconds: 60_000, signal: leaving.signal });
      setTimeout(() => leaving.abort(new Error('gone')), 100);
      await expect(waiting).rejects.toThrow('gone');
      expect((await ask('SELECT 1 AS one')).rows).toEqual([[1]]);
    });

    it('are told what the warehouse says of them', async () => {
      await expect(ask('SELECT nothing FROM project')).rejects.toMatchObject({ kind: 'invalid' });
      await expect(ask('SELECT CAST(name AS BIGINT) FROM project')).rejects.toMatchObject({ kind: 'invalid' });
    });

    it('have whole numbers as numbers, and as text where JSON would lose digits', async () => {
      const text = `SELECT SUM(n) AS small, CAST(9007199254740991 AS BIGINT) AS last, CAST(9007199254740993 AS BIGINT) AS exact,
        SUM(CAST(9223372036854775807 AS BIGINT)) AS beyond, CAST(-9007199254740992 AS NUMERIC(20, 0)) AS negative,
        SUM(CAST(1 AS INTEGER)) AS counted, CAST(1 AS NUMERIC(10, 2)) AS money
        FROM integers WHERE n < 3`;
      expect((await ask(text)).rows).toEqual([
        [3, 9_007_199_254_740_991, '9007199254740993', '27670116110564327421', '-9007199254740992', 3, '1.00'],
      ]);
    });

    it.each(['n / 0', 'CAST(n AS DOUBLE PRECISION) / 0', 'CAST(n AS NUMERIC(10, 2)) / (n - n)', 'n % 0', 'MOD(n, 0)'])(
      'refuse to divide by zero: %s',
      async (expression) => {
        await expect(ask(`SELECT ${expression} FROM integers WHERE n = 7`)).rejects.toMatchObject({
          kind: 'invalid',
          message: expect.stringContaining('division by zero'),
        });
      },
    );

    it('divide as Redshift does', async () => {
      const text = `SELECT n / 2, -n / 2, n % 4, MOD(-n, 4), CAST(n AS DOUBLE PRECISION) / 2, NULL / (n - n), n / NULLIF(n - n, 0),
        CASE WHEN n > 7 THEN n / (n - 7) END
        FROM integers WHERE n = 7`;
      expect((await ask(text)).rows).toEqual([[3, -3, 3, -3, 3.5, null, null, null]]);
    });

    it('are explained without being run', async () => {
      const select = await checkSelect('SELECT COUNT(*) FROM integers', { published, pointer: '/sql' });
      expect(await made.warehouse.explain(select, [], limits)).toMatch(/integers/i);
    });

    it.each([
      ['a second statement', 'SELECT 1; DROP TABLE project'],
      ['a change', 'DELETE FROM project'],
      ['a change in a CTE', 'WITH gone AS (DELETE FROM project RETURNING *) SELECT * FROM gone'],
      ['SELECT INTO', 'SELECT * INTO stolen FROM project'],
      ['COPY', "COPY project TO '/tmp/stolen'"],
      ['a setting', 'SET search_path TO main'],
      ['EXPLAIN of its own', 'EXPLAIN ANALYZE SELECT 1'],
      ['a file', "SELECT * FROM read_csv('/etc/passwd')"],
      ['a file by its name', "SELECT * FROM '/etc/passwd'"],
      ['a file by its quoted name', 'SELECT * FROM "/etc/passwd.csv"'],
      ['files', "SELECT * FROM glob('/*')"],
      ['text as SQL', "SELECT * FROM query('SELECT 1')"],
      ['a table by its text', "SELECT * FROM query_table('loaded_batch')"],
      ['a file of the server', "SELECT pg_read_file('/etc/passwd')"],
      ['a setting by function', "SELECT set_config('role', 'postgres', false)"],
      ['sleep', 'SELECT pg_sleep(100)'],
      ['memory', "SELECT repeat('x', 1000000000)"],
      ['memory by texts in texts', `SELECT replace(replace(name, 'a', '${'a'.repeat(99)}'), 'a', 'aaa') FROM project`],
      ['a loading table', 'SELECT * FROM loaded_batch'],
      ['a loading table by its schema', 'SELECT * FROM warehouse.loaded_batch'],
      ['a loading table of DuckDB', 'SELECT * FROM main.loaded_batch'],
      ['a company’s table that is not published', 'SELECT * FROM snapshot.shop_secrets'],
      ['the catalogue', 'SELECT * FROM pg_catalog.pg_authid'],
      ['the information schema', 'SELECT * FROM information_schema.tables'],
      ['another database', 'SELECT * FROM other.public.pledge'],
      [
        'a name behind a CTE of another place',
        'SELECT b.* FROM (WITH loaded_batch AS (SELECT 1) SELECT 1 AS one) AS a, loaded_batch AS b',
      ],
      [
        'a name behind a CTE of an expression',
        'SELECT (WITH loaded_batch AS (SELECT 1 AS n) SELECT n FROM loaded_batch) FROM loaded_batch',
      ],
      [
        'a name behind a later CTE',
        'WITH a AS (SELECT * FROM loaded_batch), loaded_batch AS (SELECT 1) SELECT * FROM a',
      ],
      ['a name behind itself', 'WITH loaded_batch AS (SELECT * FROM loaded_batch) SELECT * FROM loaded_batch'],
      ['rows of nothing', 'SELECT * FROM generate_series(1, 1000000000)'],
      [
        'recursion',
        'WITH RECURSIVE endless AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM endless) SELECT * FROM endless',
      ],
      ['a lock', 'SELECT * FROM project FOR UPDATE'],
      ['a registered class', "SELECT CAST('loaded_batch' AS regclass)"],
      ['a sample', 'SELECT * FROM project TABLESAMPLE SYSTEM (10)'],
      ['VALUES', 'SELECT * FROM (VALUES (1)) AS v'],
      ['a large object', "SELECT lo_import('/etc/passwd')"],
      ['nothing', ' -- only a comment'],
      ['what is no SQL', 'SELEC 1'],
      ['what is too deep', `SELECT ${'(SELECT '.repeat(400)}1${')'.repeat(400)}`],
      ['what is too long', `SELECT 1 ${' '.repeat(30_000)}`],
      ['a gap in the parameters', 'SELECT $2'],
    ])('never do %s', async (_what, text) => {
      await expect(ask(text)).rejects.toMatchObject({ kind: 'invalid' });
    });
  });
}
