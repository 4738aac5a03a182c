-- Where decisions are told from now on.
-- params: id, url, secrets, created_at, created_by
INSERT INTO webhook (id, url, secrets, created_at, created_by)
VALUES ($1, $2, $3::JSONB, $4, $5)
