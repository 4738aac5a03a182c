-- The staged events that are not in the warehouse yet, each once.
-- params: none
CREATE TEMP TABLE IF NOT EXISTS fresh_event AS
SELECT event.*
FROM event
LIMIT 0;
