-- How the warehouse stood when it was last looked at. Only the worker that holds it can look; everybody else reads this.
CREATE TABLE warehouse_status (
  single BOOLEAN PRIMARY KEY DEFAULT TRUE CHECK (single),
  checked_at TIMESTAMPTZ NOT NULL,
  engine TEXT NOT NULL,
  -- contracts/src/warehouse.ts: tables and the latest quarantined lines.
  report JSONB NOT NULL
);
