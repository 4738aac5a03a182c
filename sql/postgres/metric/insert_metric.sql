-- A new metric; none where the key is taken.
-- params: key, built_in
INSERT INTO metric (key, version, built_in)
VALUES ($1, 1, $2)
ON CONFLICT (key) DO NOTHING
RETURNING metric.key AS key;
