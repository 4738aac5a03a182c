-- Staged events that are in the warehouse already. A repeat has the same time, so only that span of it is looked at.
-- params: first_time, last_time
DELETE FROM staged_event
USING event
WHERE staged_event."identity" = event."identity"
  AND event.time >= CAST($1 AS TIMESTAMP)
  AND event.time <= CAST($2 AS TIMESTAMP);
