-- A file to import, or rows that a program gives; the same in the same way is there already, and counts once.
-- params: id, kind, name, checksum, mapping_hash, mapping, bytes, position, counts, created_by, created_at
INSERT INTO import (
  id, kind, name, checksum, mapping_hash, mapping, bytes, position, counts, created_by, created_at
)
VALUES ($1, $2, $3, $4, $5, $6::JSONB, $7, $8::JSONB, $9::JSONB, $10, $11)
ON CONFLICT (kind, checksum, mapping_hash) DO NOTHING
RETURNING import.id AS id
