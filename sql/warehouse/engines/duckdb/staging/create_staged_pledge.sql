-- Rows of the batch that is being loaded, as its objects and events have them; of this connection only.
-- params: none
CREATE TEMP TABLE IF NOT EXISTS staged_pledge AS
SELECT pledge.*
FROM pledge
LIMIT 0;
