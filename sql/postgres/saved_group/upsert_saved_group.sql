-- The group is this from now on.
-- params: key, version, description, kind, attribute, values, condition, changed_at, changed_by
INSERT INTO saved_group (key, version, description, kind, attribute, values, condition, changed_at, changed_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (key) DO UPDATE
SET
  version = excluded.version,
  description = excluded.description,
  kind = excluded.kind,
  attribute = excluded.attribute,
  values = excluded.values,
  condition = excluded.condition,
  changed_at = excluded.changed_at,
  changed_by = excluded.changed_by;
