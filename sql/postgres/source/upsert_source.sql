-- A source, new or in the place of what it was.
-- params: key, definition, updated_by, updated_at
INSERT INTO source (key, definition, updated_by, updated_at)
VALUES ($1, $2::JSONB, $3, $4::TIMESTAMPTZ)
ON CONFLICT (key) DO UPDATE SET
  definition = EXCLUDED.definition,
  updated_by = EXCLUDED.updated_by,
  updated_at = EXCLUDED.updated_at
