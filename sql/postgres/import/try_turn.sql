-- One import of pledges at a time: is it this connection's turn? It is kept until the connection ends it.
-- params: lock
SELECT
  PG_TRY_ADVISORY_LOCK($1::BIGINT) AS held
