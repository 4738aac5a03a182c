-- Somebody declares a look.
-- params: id, experiment_key, reason, declared_by, declared_at
INSERT INTO look_declaration (id, experiment_key, reason, declared_by, declared_at)
VALUES ($1, $2, $3, $4, $5);
