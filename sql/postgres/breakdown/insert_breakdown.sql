-- Somebody asks for effects by a column of a fact.
-- params: id, experiment_key, fact_key, fact_version, column_name, asked_by, asked_at
INSERT INTO experiment_breakdown (id, experiment_key, fact_key, fact_version, column_name, asked_by, asked_at)
VALUES ($1, $2, $3, $4, $5, $6, $7);
