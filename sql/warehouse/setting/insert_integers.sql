-- Fill the integers once, from the digits of their decimal form.
-- params: none
INSERT INTO integers (n)
WITH digit AS (
  SELECT 0 AS n
  UNION ALL
  SELECT 1 AS n
  UNION ALL
  SELECT 2 AS n
  UNION ALL
  SELECT 3 AS n
  UNION ALL
  SELECT 4 AS n
  UNION ALL
  SELECT 5 AS n
  UNION ALL
  SELECT 6 AS n
  UNION ALL
  SELECT 7 AS n
  UNION ALL
  SELECT 8 AS n
  UNION ALL
  SELECT 9 AS n
),

filled AS (
  SELECT COUNT(*) AS rows_there
  FROM integers
)

SELECT
  CAST(
    hundred_thousand.n * 100000 + ten_thousand.n * 10000 + thousand.n * 1000 + hundred.n * 100 + ten.n * 10 + one.n
    AS BIGINT
  ) AS n
FROM digit AS one
CROSS JOIN digit AS ten
CROSS JOIN digit AS hundred
CROSS JOIN digit AS thousand
CROSS JOIN digit AS ten_thousand
CROSS JOIN digit AS hundred_thousand
CROSS JOIN filled
WHERE filled.rows_there = 0;
