-- Waits for everyone who commits under the epoch, and keeps others from it until the transaction ends.
-- params: lock
SELECT
  pg_advisory_xact_lock($1::BIGINT) AS epoch
