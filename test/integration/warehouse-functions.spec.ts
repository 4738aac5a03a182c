import { describe, expect, it } from '@jest/globals';
import { engines } from '../support/engines.js';
import { openedWarehouse } from '../support/opened-warehouse.js';
import { ownFiles, read } from '../support/repository.js';

const time = (text: string): string => `CAST('${text}' AS TIMESTAMP)`;

const diff = (part: string, earlier: string, later: string): string =>
  `DATEDIFF('${part}', ${time(earlier)}, ${time(later)})`;
const add = (part: string, number: number, moment: string): string => `DATEADD('${part}', ${number}, ${time(moment)})`;
const convert = (from: string, to: string, moment: string): string =>
  `CONVERT_TIMEZONE('${from}', '${to}', ${time(moment)})`;
const truncate = (part: string, moment: string): string => `DATE_TRUNC('${part}', ${time(moment)})`;
const field = (document: string, name: string): string =>
  `JSON_EXTRACT_PATH_TEXT(CAST('${document}' AS VARCHAR), '${name}')`;

/**
 * What AWS documents of the functions that the shared text needs, by what it says of each: DATEDIFF counts the boundaries
 * that are crossed, later first is negative; DATEADD of months keeps the day, or takes the last where the month has none
 * such; CONVERT_TIMEZONE follows the saving of daylight; weeks begin on Monday.
 */
const documented: readonly (readonly [expression: string, value: string | null])[] = [
  [diff('day', '2009-01-01 00:00:00', '2009-12-31 00:00:00'), '364'],
  [diff('day', '2008-12-31 23:59:59', '2009-01-01 00:00:00'), '1'],
  [diff('day', '2009-01-02 00:00:00', '2009-01-01 23:59:59'), '-1'],
  [diff('day', '2008-02-28 12:00:00', '2008-03-01 11:00:00'), '2'],
  [diff('day', '1969-12-31 23:00:00', '1970-01-01 01:00:00'), '1'],
  [diff('hour', '2023-01-01 00:00:00', '2023-01-03 05:04:03'), '53'],
  [diff('hour', '2009-01-01 08:59:59', '2009-01-01 09:00:00'), '1'],
  [diff('minute', '2009-01-01 08:00:59', '2009-01-01 08:01:00'), '1'],
  [diff('minute', '2009-01-01 08:01:00', '2009-01-01 08:00:59'), '-1'],
  [diff('second', '1969-12-31 23:59:59.900', '1970-01-01 00:00:00.100'), '1'],
  [diff('ms', '1970-01-01 00:00:00', '2026-03-01 12:00:00.123'), '1772366400123'],
  [diff('ms', '2026-03-01 12:00:00.0009', '2026-03-01 12:00:00.0011'), '1'],
  [add('month', 1, '2008-04-30 00:00:00'), '2008-05-30 00:00:00'],
  [add('month', 1, '2008-01-31 10:00:00'), '2008-02-29 10:00:00'],
  [add('month', -1, '2009-03-31 10:00:00'), '2009-02-28 10:00:00'],
  [add('month', 18, '2008-02-28 00:00:00'), '2009-08-28 00:00:00'],
  [add('day', -1, '2008-03-01 00:00:00'), '2008-02-29 00:00:00'],
  [add('hour', -25, '1970-01-01 00:00:00'), '1969-12-30 23:00:00'],
  [add('minute', 1_441, '2026-12-31 00:00:00'), '2027-01-01 00:01:00'],
  [add('second', -1, '2026-01-01 00:00:00'), '2025-12-31 23:59:59'],
  [add('ms', 1_500, '2026-01-01 00:00:00'), '2026-01-01 00:00:01.5'],
  [convert('UTC', 'America/New_York', '2013-02-01 08:00:00'), '2013-02-01 03:00:00'],
  [convert('America/New_York', 'UTC', '2013-08-01 08:00:00'), '2013-08-01 12:00:00'],
  [convert('UTC', 'America/New_York', '2026-03-08 06:59:59'), '2026-03-08 01:59:59'],
  [convert('UTC', 'America/New_York', '2026-03-08 07:00:00'), '2026-03-08 03:00:00'],
  [convert('UTC', 'America/New_York', '2026-11-01 06:30:00'), '2026-11-01 01:30:00'],
  [convert('Europe/Berlin', 'Asia/Kolkata', '2026-01-01 00:00:00'), '2026-01-01 04:30:00'],
  [convert('UTC', 'Pacific/Auckland', '2026-01-01 11:00:00'), '2026-01-02 00:00:00'],
  [truncate('week', '2026-03-01 23:59:59'), '2026-02-23 00:00:00'],
  [truncate('week', '2026-03-02 00:00:00'), '2026-03-02 00:00:00'],
  [truncate('day', '2026-03-01 23:59:59.999'), '2026-03-01 00:00:00'],
  [field('{"star":"Hans Solo","n":5}', 'star'), 'Hans Solo'],
  [field('{"star":"Hans Solo","n":5}', 'n'), '5'],
  [field('{"a.b":"dotted","a":{"b":"nested"}}', 'a.b'), 'dotted'],
  [field('{"$device_id":"v1"}', '$device_id'), 'v1'],
  // Redshift says '' or NULL by its version; the shared text makes both NULL.
  [`NULLIF(${field('{"a":1}', 'b')}, '')`, null],
  ["SPLIT_PART('a;b;c', ';', 2)", 'b'],
  ["SPLIT_PART('a;b;c', ';', 9)", ''],
  ["SPLIT_PART(CONCAT('a', CONCAT(CHR(31), 'b')), CHR(31), 2)", 'b'],
  ['CAST(FLOOR(CAST(-7 AS DOUBLE PRECISION) / CAST(2 AS DOUBLE PRECISION)) AS BIGINT)', '-4'],
];

describe.each(engines)('what Redshift has and $name lacks', ({ make }) => {
  const made = openedWarehouse(make);

  it.each(documented)('%s', async (expression, value) => {
    const [row] = await made.rows(`SELECT CAST(${expression} AS VARCHAR) AS value`);
    expect(row?.['value']).toBe(value);
  });
});

it('is looked at in every part that the shared text uses', () => {
  const used = /\b(DATEADD|DATEDIFF|DATE_TRUNC)\('(\w+)'/g;
  const looked = new Set(documented.flatMap(([expression]) => [...expression.matchAll(used)].map(([call]) => call)));
  const shared = ownFiles('sql/warehouse', /\.sql$/).filter((path) => !path.includes('/engines/'));
  const calls = shared.flatMap((path) => [...read(path).matchAll(used)].map(([call]) => call));
  expect([...new Set(calls)].filter((call) => !looked.has(call))).toEqual([]);
});
