-- A table of a source, new or in the place of what it was.
-- params: source, name, definition, updated_by, updated_at
INSERT INTO source_table (source, name, definition, updated_by, updated_at)
VALUES ($1, $2, $3::JSONB, $4, $5::TIMESTAMPTZ)
ON CONFLICT (source, name) DO UPDATE SET
  definition = EXCLUDED.definition,
  updated_by = EXCLUDED.updated_by,
  updated_at = EXCLUDED.updated_at
