-- What was found; an answer that is there already stays.
-- params: id, lines, data_through, engine, commit, query_hash, parameters, answered_at
UPDATE experiment_breakdown
SET
  lines = $2::JSONB,
  data_through = $3::TIMESTAMPTZ,
  engine = $4,
  commit = $5,
  query_hash = $6,
  parameters = $7::JSONB,
  answered_at = $8::TIMESTAMPTZ,
  error = NULL
WHERE experiment_breakdown.id = $1
  AND experiment_breakdown.answered_at IS NULL;
