-- Somebody asks.
-- params: id, question_id, question_version, request, hash, asked_by, asked_at
INSERT INTO question_run (id, question_id, question_version, request, hash, asked_by, asked_at)
VALUES ($1, $2, $3, $4::JSONB, $5, $6, $7::TIMESTAMPTZ);
