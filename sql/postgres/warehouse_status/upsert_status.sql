-- The newest look replaces the one before.
-- params: checked_at, engine, report
INSERT INTO warehouse_status (single, checked_at, engine, report)
VALUES (TRUE, $1::TIMESTAMPTZ, $2, $3::JSONB)
ON CONFLICT (single) DO UPDATE
SET
  checked_at = excluded.checked_at,
  engine = excluded.engine,
  report = excluded.report
WHERE warehouse_status.checked_at <= excluded.checked_at;
