import { describe, expect, it } from '@jest/globals';
import { parse } from 'libpg-query';
import { growthOf } from './growth.js';

const growth = async (text: string): Promise<number> => growthOf(((await parse(text)) as { stmts: unknown }).stmts);
const long = 'a'.repeat(100);

describe('how much a text of a question can grow', () => {
  it.each([
    ['SELECT name FROM project', 1],
    ["SELECT name || ' ' || category FROM project", 3],
    ["SELECT concat(name, ', ', name) FROM project", 3],
    ["SELECT replace(replace(name, ',', ''), ';', '') FROM project", 1],
    [`SELECT replace(name, 'a', '${long}') FROM project`, 100],
    [`SELECT replace(replace(name, 'a', '${long}'), 'a', '${long}') FROM project`, 10_000],
    [`SELECT replace(name, '${long}', 'a') FROM project`, 1],
    ["SELECT replace(name, 'a', category) FROM project", 1_000],
    [`SELECT v || v FROM (SELECT replace(name, 'a', '${long}') AS v FROM project) AS given`, 200],
    ['WITH a AS (SELECT name || name AS v FROM project), b AS (SELECT v || v AS v FROM a) SELECT v || v FROM b', 8],
    ['SELECT name FROM project UNION ALL (WITH a AS (SELECT name || name AS v FROM project) SELECT v || v FROM a)', 4],
    ['SELECT (SELECT max(name || name) FROM project)', 2],
    [`SELECT count(*) FROM project WHERE replace(name, 'a', '${long}') = ''`, 100],
    ["SELECT CAST('a' AS char(10000)) FROM project", 10],
    ["SELECT CAST(name AS varchar(10000)) || 'x' FROM project", 2],
    ['SELECT CAST(name || name AS char(3)) FROM project', 2],
    ["SELECT char(20000) 'a', name::bpchar(30000) FROM project", 30],
    [`SELECT replace(concat(CAST('a' AS character(10000))), ' ', '${long}')`, 1_000],
    ["SELECT CAST(name AS bpchar('10')) FROM project", Infinity],
    [`SELECT '${'a'.repeat(5_000)}'`, 5],
  ])('%s', async (text, expected) => {
    expect(await growth(text)).toBe(expected);
  });
});
