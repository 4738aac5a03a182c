-- Declares an input; nothing when the name is taken.
-- params: name, type, created_at, created_by
INSERT INTO custom_input (name, type, created_at, created_by)
VALUES ($1, $2, $3, $4)
ON CONFLICT (name) DO NOTHING
RETURNING name
