-- A new job, unless one of the same name and key is pending or running: then nothing is inserted.
-- params: id, name, deduplication_key, payload, created_by, created_at
INSERT INTO job (id, name, deduplication_key, payload, state, created_by, created_at)
VALUES ($1, $2, $3, $4, 'pending', $5, $6)
ON CONFLICT (name, deduplication_key) WHERE state IN ('pending', 'running') DO NOTHING
RETURNING job.id AS id;
