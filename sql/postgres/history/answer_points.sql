-- Part of match_documents: the most frequent values of a field over time, in intervals of UTC; zeros are left out.
-- params: none
, given AS (
  /*{each:fragment}*/
),

line AS (
  SELECT
    given.value AS value,
    count(*) AS items
  FROM given
  GROUP BY given.value
  ORDER BY count(*) DESC, given.value COLLATE "C" ASC
  LIMIT /*{rows:integer}*/
),

point AS (
  SELECT
    given.value AS value,
    date_trunc(/*{interval:fragment}*/, given.time, 'UTC') AS time,
    count(*) AS items
  FROM given
  GROUP BY
    given.value,
    date_trunc(/*{interval:fragment}*/, given.time, 'UTC')
)

SELECT
  line.value AS value,
  line.items AS line_items,
  point.time AS time,
  point.items AS items
FROM line
INNER JOIN point ON line.value = point.value
ORDER BY line.items DESC, line.value COLLATE "C" ASC, point.time ASC
