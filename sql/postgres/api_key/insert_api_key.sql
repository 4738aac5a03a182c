-- A new key; of the token only the hash is kept. The same token again changes nothing.
-- params: id, kind, evaluation, person_id, name, token_hash, scopes, live, created_at, expires_at
INSERT INTO api_key (id, kind, evaluation, person_id, name, token_hash, scopes, live, created_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (token_hash) DO NOTHING
RETURNING api_key.id AS id;
