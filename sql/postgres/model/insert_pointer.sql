-- From now on these models decide and are watched.
-- params: version, champion, challenger, created_at, created_by
INSERT INTO model_pointer (version, champion, challenger, created_at, created_by)
VALUES ($1, $2, $3, $4, $5)
