-- What was counted of these days before; the second is not among them.
-- params: from_day, until_day
DELETE FROM live_project_day
WHERE day >= CAST($1 AS DATE)
  AND day < CAST($2 AS DATE);
