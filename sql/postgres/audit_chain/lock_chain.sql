-- Whoever makes the chain longer does so alone, until the transaction ends.
-- params: lock
SELECT PG_ADVISORY_XACT_LOCK($1::BIGINT) AS locked
