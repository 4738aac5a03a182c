-- A pull of a table of a day, unless one of the same is not finished: then nothing is inserted.
-- params: id, source, table_name, day, created_by, created_at
INSERT INTO source_pull (id, source, table_name, day, created_by, created_at)
VALUES ($1, $2, $3, $4, $5, $6::TIMESTAMPTZ)
ON CONFLICT (source, table_name, day) WHERE finished_at IS NULL DO NOTHING
RETURNING source_pull.id AS id
