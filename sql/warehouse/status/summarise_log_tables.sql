-- How many rows do the tables have that follow the log, and up to when do they know what happened?
-- params: none
SELECT
  'event' AS table_name,
  COUNT(*) AS table_rows,
  MAX(event.time) AS latest
FROM event
UNION ALL
SELECT
  'exposure' AS table_name,
  COUNT(*) AS table_rows,
  MAX(exposure.time) AS latest
FROM exposure
UNION ALL
SELECT
  'identity' AS table_name,
  COUNT(*) AS table_rows,
  MAX("identity".linked_at) AS latest
FROM "identity"
UNION ALL
SELECT
  'pledge' AS table_name,
  COUNT(*) AS table_rows,
  MAX(pledge.time) AS latest
FROM pledge
UNION ALL
SELECT
  'pledge_outcome' AS table_name,
  COUNT(*) AS table_rows,
  MAX(pledge_outcome.known_at) AS latest
FROM pledge_outcome
UNION ALL
SELECT
  'pledge_assessment' AS table_name,
  COUNT(*) AS table_rows,
  MAX(pledge_assessment.time) AS latest
FROM pledge_assessment
ORDER BY table_name ASC;
