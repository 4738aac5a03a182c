-- Somebody asks for the units of an experiment as a file.
-- params: id, experiment_key, asked_by, asked_at
INSERT INTO unit_export (id, experiment_key, asked_by, asked_at)
VALUES ($1, $2, $3, $4);
