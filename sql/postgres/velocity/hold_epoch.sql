-- Keeps the epoch from moving on, and these pledges to ourselves, until the transaction ends.
-- params: lock, pledges
SELECT
  pg_advisory_xact_lock_shared($1::BIGINT) AS epoch,
  (
    SELECT
      COUNT(pg_advisory_xact_lock(HASHTEXTEXTENDED(held.pledge, 0)))
    FROM (SELECT DISTINCT pledge FROM UNNEST($2::TEXT[]) AS given (pledge) ORDER BY pledge) AS held
  ) AS pledges
