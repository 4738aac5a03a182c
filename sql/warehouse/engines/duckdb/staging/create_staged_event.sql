-- Rows of the batch that is being loaded, as its objects have them; of this connection only.
-- params: none
CREATE TEMP TABLE IF NOT EXISTS staged_event AS
SELECT event.*
FROM event
LIMIT 0;
