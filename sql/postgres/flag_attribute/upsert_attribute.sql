-- Conditions may name this attribute.
-- params: name, type, description
INSERT INTO flag_attribute (name, type, description)
VALUES ($1, $2, $3)
ON CONFLICT (name) DO UPDATE
SET
  type = excluded.type,
  description = excluded.description;
