-- A new fact; none where the key is taken.
-- params: key, built_in
INSERT INTO fact (key, version, built_in)
VALUES ($1, 1, $2)
ON CONFLICT (key) DO NOTHING
RETURNING fact.key AS key;
