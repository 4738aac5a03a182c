-- Which staged events are new? A repeat has the same time, so only that span of the warehouse is looked at.
-- params: first_time, last_time
INSERT INTO fresh_event
WITH ranked AS (
  SELECT
    staged_event.*,
    row_number() OVER (
      PARTITION BY staged_event.identity
      ORDER BY staged_event.log_transaction ASC, staged_event.log_position ASC
    ) AS occurrence
  FROM staged_event
),

known AS (
  SELECT event.identity AS identity
  FROM event
  WHERE event.time >= $1
    AND event.time <= $2
)

SELECT ranked.* EXCLUDE (occurrence)
FROM ranked
LEFT JOIN known ON known.identity = ranked.identity
WHERE ranked.occurrence = 1
  AND known.identity IS NULL;
