-- From here on questions go to this generation.
-- params: generation
INSERT INTO history_published (generation)
VALUES ($1)
ON CONFLICT (single) DO UPDATE SET generation = excluded.generation
