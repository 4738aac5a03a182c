-- The days of which this batch has new events, and those of which it has new exposures.
-- params: sequence
INSERT INTO changed_day (relation, day, sequence)
SELECT DISTINCT
  'event' AS relation,
  CAST(staged_event.time AS DATE) AS day,
  CAST($1 AS BIGINT) AS sequence
FROM staged_event
WHERE staged_event.live
UNION ALL
SELECT DISTINCT
  'exposure' AS relation,
  CAST(staged_event.time AS DATE) AS day,
  CAST($1 AS BIGINT) AS sequence
FROM staged_event
WHERE staged_event.live
  AND staged_event.event = '$experiment_started';
