-- How many units of each type were seen from the day `since` until before the day `until`?
-- A visitor or a backer is whoever did something: a backer, where the id is one of those that visitors became or that
-- pledged. A project is one that was pledged to.
-- params: since, until
WITH backer AS (
  SELECT "identity".backer_id AS id
  FROM "identity"
  WHERE "identity".live
  UNION
  SELECT pledge.backer_id AS id
  FROM pledge
  WHERE pledge.live
    AND pledge.backer_id IS NOT NULL
),

seen AS (
  SELECT DISTINCT event.distinct_id AS id
  FROM event
  WHERE event.live
    AND event.time >= CAST($1 AS TIMESTAMP)
    AND event.time < CAST($2 AS TIMESTAMP)
)

SELECT
  CASE WHEN backer.id IS NULL THEN 'visitor' ELSE 'backer' END AS unit,
  COUNT(*) AS units
FROM seen
LEFT JOIN backer ON seen.id = backer.id
GROUP BY CASE WHEN backer.id IS NULL THEN 'visitor' ELSE 'backer' END
UNION ALL
SELECT
  'project' AS unit,
  COUNT(DISTINCT pledge.project_id) AS units
FROM pledge
WHERE pledge.live
  AND pledge.time >= CAST($1 AS TIMESTAMP)
  AND pledge.time < CAST($2 AS TIMESTAMP)
ORDER BY unit ASC;
