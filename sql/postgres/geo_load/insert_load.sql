-- Somebody wants files in the warehouse. Who wants the same load again finds it as it is.
-- params: id, request, created_by, created_at
INSERT INTO geo_load (id, request, created_by, created_at)
VALUES ($1, $2::JSONB, $3, $4::TIMESTAMPTZ)
ON CONFLICT (id) DO NOTHING;
