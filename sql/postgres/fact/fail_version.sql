-- A version cannot be used, and why.
-- params: fact_key, version, check_error, engine, checked_at
UPDATE fact_version
SET
  check_state = 'failed',
  columns = NULL,
  check_error = $3,
  engine = $4,
  checked_at = $5::TIMESTAMPTZ
WHERE fact_version.fact_key = $1
  AND fact_version.version = $2;
