import { describe, expect, it } from '@jest/globals';
import { isOfEventDays } from './day-relation.js';

describe('a SELECT of events that changes day by day', () => {
  it.each([
    'SELECT event.distinct_id AS backer_id, event.time AS time FROM event',
    "SELECT distinct_id AS visitor_id, time, lower(name) AS name FROM published.event WHERE name = 'Pledge'",
    "SELECT distinct_id AS visitor_id, time, CAST(JSON_EXTRACT_PATH_TEXT(properties, 'n') AS BIGINT) AS value FROM event",
  ])('%s', async (text) => {
    expect(await isOfEventDays(text)).toBe(true);
  });

  it.each([
    ['another relation', 'SELECT backer_id AS backer_id, pledged_at AS time FROM pledge'],
    ['a time of its own', "SELECT distinct_id AS backer_id, DATEADD('day', 1, time) AS time FROM event"],
    ['a later end', 'SELECT distinct_id AS backer_id, time AS time, time AS settled_at FROM event'],
    ['a join', 'SELECT event.distinct_id AS backer_id, event.time AS time FROM event JOIN pledge ON TRUE'],
    ['two relations', 'SELECT event.distinct_id AS backer_id, event.time AS time FROM event, pledge'],
    ['a group', 'SELECT distinct_id AS backer_id, time AS time FROM event GROUP BY distinct_id, time'],
    ['distinct rows', 'SELECT DISTINCT distinct_id AS backer_id, time AS time FROM event'],
    ['a window', 'SELECT distinct_id AS backer_id, time AS time, RANK() OVER (ORDER BY time) AS n FROM event'],
    ['an aggregate', 'SELECT distinct_id AS backer_id, time AS time, MAX(name) AS value FROM event'],
    [
      'another query',
      'SELECT distinct_id AS backer_id, time AS time FROM event WHERE name IN (SELECT state FROM pledge)',
    ],
    ['a name', 'WITH event AS (SELECT 1 AS time) SELECT time AS time FROM event'],
    ['all columns', 'SELECT * FROM event'],
    ['two answers', 'SELECT time AS time FROM event UNION ALL SELECT time AS time FROM event'],
    ['some rows', 'SELECT distinct_id AS backer_id, time AS time FROM event LIMIT 5'],
  ])('is none with %s', async (_what, text) => {
    expect(await isOfEventDays(text)).toBe(false);
  });
});
