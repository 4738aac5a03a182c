-- An address at which a look can be read.
-- params: id, experiment_key, look_number, token_hash, note, created_by, created_at, expires_at
INSERT INTO share_link (id, experiment_key, look_number, token_hash, note, created_by, created_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);
