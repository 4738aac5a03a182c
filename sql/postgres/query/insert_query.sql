-- The text behind a stored number, kept at its first use.
-- params: hash, name, text, engine, commit, first_used_at
INSERT INTO query (hash, name, text, engine, commit, first_used_at)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (hash) DO NOTHING;
