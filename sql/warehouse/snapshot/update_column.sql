-- A column holds more now.
-- params: table_name, name, type
UPDATE snapshot_column
SET type = $3
WHERE table_name = $1
  AND name = $2;
