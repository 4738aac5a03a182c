-- A question that is kept.
-- params: id, body, created_by, created_at
INSERT INTO question (id, version, body, created_by, created_at, updated_at)
VALUES ($1, 1, $2::JSONB, $3, $4::TIMESTAMPTZ, $4::TIMESTAMPTZ);
