-- Is this process the one that keeps the velocity store until the transaction ends?
-- params: lock
SELECT
  pg_try_advisory_xact_lock($1::BIGINT) AS keeper
