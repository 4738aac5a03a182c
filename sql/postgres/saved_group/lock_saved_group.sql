-- What is this group? Nobody else changes it until this transaction ends.
-- params: key
SELECT
  saved_group.key AS key,
  saved_group.version AS version,
  saved_group.description AS description,
  saved_group.kind AS kind,
  saved_group.attribute AS attribute,
  saved_group.values AS values,
  saved_group.condition AS condition,
  saved_group.changed_at AS changed_at,
  saved_group.changed_by AS changed_by
FROM saved_group
WHERE saved_group.key = $1
FOR UPDATE;
