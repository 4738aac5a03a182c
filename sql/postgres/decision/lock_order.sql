-- Whoever gives a decision its place in the order does so alone, until it is committed: the order is that of the commits.
-- params: lock
SELECT PG_ADVISORY_XACT_LOCK($1::BIGINT) AS locked
