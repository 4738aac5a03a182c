-- The next import of pledges may begin.
-- params: lock
SELECT
  PG_ADVISORY_UNLOCK($1::BIGINT) AS ended
