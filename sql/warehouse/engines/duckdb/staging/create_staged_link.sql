-- The first link of each visitor in the batch that is being loaded; of this connection only.
-- params: none
CREATE TEMP TABLE IF NOT EXISTS staged_link AS
SELECT identity.*
FROM identity
LIMIT 0;
