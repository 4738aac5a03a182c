-- A new person with a role.
-- params: id, email, name, role, password_hash, created_at
INSERT INTO person (id, email, name, role, password_hash, created_at)
VALUES ($1, $2, $3, $4, $5, $6);
