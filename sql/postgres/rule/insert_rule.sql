-- A new rule; nothing when a rule of this seed is there already.
-- params: id, state, seed, created_at, created_by
INSERT INTO rule (id, state, version, seed, created_at, created_by)
VALUES ($1, $2, 1, $3, $4, $5)
ON CONFLICT (seed) DO NOTHING
RETURNING id
