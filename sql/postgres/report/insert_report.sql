-- Somebody asks.
-- params: id, request, asked_by, asked_at
INSERT INTO report (id, request, asked_by, asked_at)
VALUES ($1, $2::JSONB, $3, $4::TIMESTAMPTZ);
