-- A version was run, and has these columns.
-- params: fact_key, version, columns, engine, checked_at
UPDATE fact_version
SET
  check_state = 'checked',
  columns = $3::JSONB,
  check_error = NULL,
  engine = $4,
  checked_at = $5::TIMESTAMPTZ
WHERE fact_version.fact_key = $1
  AND fact_version.version = $2;
