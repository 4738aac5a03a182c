import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import sqlParser from 'node-sql-parser';
import { projectRoot } from '#libs/config';
import { SqlCatalogue } from '#libs/postgres';
import { ownFiles, read, sourceFiles } from '../support/repository.js';

const sqlFiles = ownFiles('sql', /\.sql$/);
const statements = sqlFiles.filter((path) => !path.startsWith('sql/postgres/migrations/'));
const shared = sqlFiles.filter((path) => path.startsWith('sql/warehouse/') && !path.includes('/engines/'));
const sources = sourceFiles().map((path) => ({ path, text: read(path) }));

/** The statement alone: no comments, no literals; a slot is a name. */
const bare = (text: string): string =>
  text
    .replaceAll(/\/\*\{(\w+):\w+\}\*\//g, '$1')
    .replaceAll(/--.*$/gm, '')
    .replaceAll(/'(?:[^']|'')*'/g, "''");

const isWhole = (text: string): boolean =>
  !text.includes(':fragment}*/') &&
  /^(WITH|SELECT|CREATE|INSERT|DELETE|UPDATE|MERGE|COPY|UNLOAD|ALTER|DROP)\b/.test(bare(text).trim());

const found = (pattern: RegExp): ReadonlySet<string> =>
  new Set(sources.flatMap(({ text }) => [...text.matchAll(pattern)].map(([, name]) => name ?? '')));

/** What the code says in quotes, or as the beginning of a template: `noun/verb_what`, a folder, the end of a name. */
const quoted = found(/['"`]([a-z_]+(?:\/[a-z_]+)*(?:\/|\.sql)?)['"`]/g);
const begun = found(/['"`]([a-z_]+(?:\/[a-z_]+)*\/[a-z_]*)\$\{/g);
const ends = new Set([...quoted, ...found(/\$\{\w+\}\/([a-z_]+)['"`$]/g)]);

function isUsed(path: string): boolean {
  const name = path.replace(/^sql\/(postgres|warehouse|source)\/(engines\/\w+\/)?/, '').replace(/\.sql$/, '');
  const cut = name.lastIndexOf('/');
  const [folder, last] = [name.slice(0, cut), name.slice(cut + 1)];
  if (quoted.has(name) || quoted.has(`${folder}/`) || quoted.has(`${last}.sql`)) return true;
  if ([...begun].some((beginning) => name.startsWith(beginning))) return true;
  return quoted.has(folder) && [...ends].some((end) => (end.endsWith('_') ? last.startsWith(end) : last === end));
}

describe('the SQL catalogue', () => {
  it.each(['sql/postgres', 'sql/warehouse', 'sql/source'])(
    '%s loads: each file has its header, and its parameters are all used',
    (folder) => {
      expect(SqlCatalogue.load(join(projectRoot(), folder)).names().length).toBeGreaterThan(0);
    },
  );

  it('opens each migration with what it is for', () => {
    const mute = ownFiles('sql/postgres/migrations', /\.sql$/).filter((path) => !/^-- \w/.test(read(path)));
    expect(mute).toEqual([]);
  });

  it('has no statement that nobody uses', () => {
    expect(statements.filter((path) => !isUsed(path))).toEqual([]);
  });

  it('is where all SQL is', () => {
    const text =
      /['"`]\s*(WITH \w+ AS|SELECT\s|INSERT INTO\s|UPDATE \w+ SET|DELETE FROM\s|MERGE INTO\s|COPY \w+ |CREATE (TABLE|INDEX|VIEW|DATABASE|ROLE|MACRO)|ALTER (TABLE|ROLE)|DROP (TABLE|DATABASE))/;
    // Before there is a database there is no catalogue to look into; the other two name no table.
    const elsewhere = new Set([
      'apps/verdict/src/supervisor/stores.ts',
      'libs/service/src/stores.module.ts',
      'libs/postgres/src/migrate.ts',
      // What a person would type, shown in the console, in a command's help and in the description of the API.
      'apps/verdict/src/commands/warehouse.ts',
      'apps/console/fixtures/metrics.ts',
      'apps/console/fixtures/questions.ts',
      'apps/console/src/components/first-question.tsx',
      'libs/contracts/src/examples.ts',
    ]);
    expect(sources.filter((file) => text.test(file.text) && !elsewhere.has(file.path)).map(({ path }) => path)).toEqual(
      [],
    );
  });
});

/** What Redshift, DuckDB or PostgreSQL lacks, or does differently without saying so. */
const forbidden: readonly [what: string, pattern: RegExp][] = [
  ['LISTAGG, STRING_AGG, ARRAY_AGG', /\b(LISTAGG|STRING_AGG|ARRAY_AGG)\b/i],
  ['QUALIFY, MEDIAN, PIVOT, APPROXIMATE', /\b(QUALIFY|MEDIAN|PIVOT|UNPIVOT|APPROXIMATE)\b/i],
  ['FILTER on an aggregate', /\bFILTER\s*\(/i],
  ['DISTINCT ON', /\bDISTINCT\s+ON\b/i],
  ['IS DISTINCT FROM', /\bIS\s+(NOT\s+)?DISTINCT\s+FROM\b/i],
  ['LATERAL', /\bLATERAL\b/i],
  ['ON CONFLICT, RETURNING', /\b(ON\s+CONFLICT|RETURNING)\b/i],
  ['GENERATE_SERIES', /\bGENERATE_SERIES\b/i],
  ['a statistic that is written out as sums', /\b(CORR|COVAR_\w+|REGR_\w+|EVERY|STDDEV\w*|VAR_\w+|VARIANCE)\s*\(/i],
  [
    'a function that Redshift lacks',
    /\b(WIDTH_BUCKET|DIV|SETSEED|CLOCK_TIMESTAMP|JUSTIFY_\w+|BIT_LENGTH|OVERLAY|CONVERT_FROM|CONVERT_TO|PG_\w+)\s*\(/i,
  ],
  ['a type that Redshift lacks', /\b(JSONB?|UUID|BYTEA|INET|CIDR|MONEY|XML|HSTORE|SERIAL|BIGSERIAL|TSVECTOR|SUPER)\b/i],
  ['arrays', /\bARRAY\s*\[|\w\[\d/i],
  ['VALUES as a table', /\bFROM\s*\(\s*VALUES\b/i],
  ['NULLS FIRST or LAST', /\bNULLS\s+(FIRST|LAST)\b/i],
  ['indexes, collations, triggers', /\b(CREATE\s+(UNIQUE\s+)?INDEX|COLLATE|TRIGGER)\b/i],
  ['SELECT *', /\bSELECT\s+\*|\.\*/i],
  ['BETWEEN', /(?<!ROWS |RANGE )\bBETWEEN\b/i],
  ['a cast with ::', /::/],
  ['CONCAT of more than two', /\bCONCAT\s*\([^()]*,[^()]*,/i],
  ['AVG of what is not cast to DOUBLE PRECISION', /\bAVG\s*\(\s*(?!CAST\s*\([^()]*AS\s+DOUBLE\s+PRECISION)/i],
  ['tables of functions', /\b(UNNEST|JSON_EACH|JSON_TABLE|REGEXP_SPLIT_TO_TABLE|RANGE)\s*\(/i],
  [
    'checks, exclusions, sequences, inheritance, partitions',
    /\b(CHECK\s*\(|EXCLUDE\b|NEXTVAL|CREATE\s+SEQUENCE|INHERITS|PARTITION\s+OF)/i,
  ],
  ['enforced keys, which Redshift does not enforce', /\b(PRIMARY|FOREIGN)\s+KEY\b|\bREFERENCES\b|\bUNIQUE\b/i],
  ['enums, ranges, bit strings, text search', /\b(ENUM|\w+RANGE|VARBIT|TSQUERY|TO_TSVECTOR|TO_TSQUERY)\b/i],
  ['functions of networks', /\b(HOST|MASKLEN|NETMASK|HOSTMASK|BROADCAST|INET_\w+|SET_MASKLEN)\s*\(/i],
  ['rows as values', /\bROW\s*\(/i],
  ['what only DuckDB has', /\b(GROUP|ORDER)\s+BY\s+ALL\b|\b(ASOF|SEMI|ANTI|POSITIONAL)\s+JOIN\b|\bUSING\s+SAMPLE\b/i],
  ['a pattern that not every engine knows', /!~|~\*|\bSIMILAR\s+TO\b/i],
  ['squares by a function', /\b(POWER|POW|SQUARE)\s*\(/i],
  ['the time of the engine’s own clock', /\b(NOW|GETDATE|SYSDATE|CURRENT_TIMESTAMP|CURRENT_DATE)\b/i],
  ['tabs', /\t/],
];

/** A product of a thing with itself, other than within a cast to DECIMAL(38, 0). */
const narrowSquare = (text: string): boolean =>
  /\b([\w.]+)\s*\*\s*\1\b(?!\s*AS\s+DECIMAL\s*\(\s*38\s*,\s*0\s*\))/i.test(text);

const ordersDiffer = (text: string): boolean =>
  text.split(/\bSELECT\b/i).some((select) => {
    const orders = [...select.matchAll(/WITHIN\s+GROUP\s*\(\s*ORDER\s+BY\s+(.+?)\s*\)\s*(?:AS\b|,|$)/gi)];
    return new Set(orders.map(([, order]) => order)).size > 1;
  });

describe('the analytic text', () => {
  it.each(forbidden)('has no %s', (_what, pattern) => {
    expect(shared.filter((path) => pattern.test(bare(read(path))))).toEqual([]);
  });

  it('divides doubles only', () => {
    const exact = shared.filter((path) => {
      const text = bare(read(path));
      return [...text.matchAll(/\//g)].some(
        ({ index }) => !/AS\s+DOUBLE\s+PRECISION\s*\)\s*$/i.test(text.slice(0, index)),
      );
    });
    expect(exact).toEqual([]);
  });

  it('squares whole numbers of 38 digits only', () => {
    expect(shared.filter((path) => narrowSquare(bare(read(path))))).toEqual([]);
  });

  it('matches whole texts: DuckDB takes every pattern for one', () => {
    const loose = / ~ '(?!\^[^']*\$')/;
    expect(shared.filter((path) => loose.test(read(path)))).toEqual([]);
    expect(loose.test("a ~ '^b'")).toBe(true);
  });

  it('orders all quantiles of a SELECT alike', () => {
    expect(shared.filter((path) => ordersDiffer(bare(read(path))))).toEqual([]);
  });

  it('parses as Redshift wherever it is a plain SELECT', () => {
    const parser = new sqlParser.Parser();
    const failures = shared
      .map((path) => ({ path, text: read(path) }))
      .filter(
        ({ text }) =>
          isWhole(text) && /^(WITH|SELECT)\b/.test(bare(text).trim()) && !/GROUPING SETS|INSERT INTO/.test(text),
      )
      .flatMap(({ path, text }) => {
        try {
          // The parser takes a bare number as a limit.
          parser.astify(
            bare(text)
              .replaceAll(/\$\d+/g, '1')
              .replaceAll(/LIMIT CAST\(1 AS \w+\)/g, 'LIMIT 1'),
            { database: 'Redshift' },
          );
          return [];
        } catch (error) {
          return [`${path}: ${error instanceof Error ? error.message.slice(0, 200) : String(error)}`];
        }
      });
    expect(failures).toEqual([]);
  });
});

describe('the rules above', () => {
  it.each([
    ['SELECT COUNT(*) FILTER (WHERE a) AS n FROM event', 'FILTER on an aggregate'],
    ['SELECT event.time::DATE AS day FROM event', 'a cast with ::'],
    ['SELECT * FROM event', 'SELECT *'],
    ['SELECT AVG(event.amount) AS mean FROM event', 'AVG of what is not cast to DOUBLE PRECISION'],
    ['SELECT a FROM b WHERE a BETWEEN 1 AND 2', 'BETWEEN'],
    ['SELECT LISTAGG(a) AS list FROM b', 'LISTAGG, STRING_AGG, ARRAY_AGG'],
    ['SELECT MEDIAN(a) AS middle FROM b', 'QUALIFY, MEDIAN, PIVOT, APPROXIMATE'],
    ['SELECT DISTINCT ON (a) a AS a FROM b', 'DISTINCT ON'],
    ['SELECT n AS n FROM UNNEST(list) AS n', 'tables of functions'],
    ['CREATE TABLE a (b BIGINT PRIMARY KEY)', 'enforced keys, which Redshift does not enforce'],
    ['CREATE TABLE a (b BIGINT CHECK (b > 0))', 'checks, exclusions, sequences, inheritance, partitions'],
    ['CREATE TABLE a (b INT4RANGE)', 'enums, ranges, bit strings, text search'],
    ["SELECT HOST(a) AS host FROM b WHERE c ~ 'd'", 'functions of networks'],
    ["SELECT a AS a FROM b WHERE c ~* 'd'", 'a pattern that not every engine knows'],
    ['SELECT ROW(a, b) AS pair FROM c', 'rows as values'],
    ['SELECT a AS a FROM b GROUP BY ALL', 'what only DuckDB has'],
    ['SELECT POWER(a, 2) AS square FROM b', 'squares by a function'],
    ['SELECT a AS a FROM b WHERE c < NOW()', 'the time of the engine’s own clock'],
  ])('see %s', (text, what) => {
    expect(forbidden.filter(([, pattern]) => pattern.test(bare(text))).map(([name]) => name)).toContain(what);
  });

  it('see a narrow square, and quantiles of two orders', () => {
    expect(narrowSquare('SELECT SUM(a.b * a.b) AS squares FROM a')).toBe(true);
    expect(narrowSquare('SELECT CAST(a.b * a.b AS DECIMAL(38, 0)) AS square FROM a')).toBe(false);
    const quantile = (of: string): string => `PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY ${of} ASC) AS middle`;
    expect(ordersDiffer(`SELECT ${quantile('a')}, ${quantile('b')} FROM c`)).toBe(true);
    expect(ordersDiffer(`SELECT ${quantile('a')}, ${quantile('a')} FROM c`)).toBe(false);
  });

  it.each([
    "SELECT 'a FILTER (b)' AS text FROM event -- LISTAGG",
    'SELECT AVG(CAST(event.amount AS DOUBLE PRECISION)) AS mean FROM event',
    'SELECT SUM(a) OVER (ORDER BY b ASC ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS total FROM event',
  ])('let %s pass', (text) => {
    expect(forbidden.filter(([, pattern]) => pattern.test(bare(text))).map(([name]) => name)).toEqual([]);
  });
});
