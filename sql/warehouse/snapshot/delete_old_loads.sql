-- What was said of snapshots that are gone.
-- params: table_name, before
DELETE FROM snapshot_load
WHERE table_name = $1
  AND snapshot_on < CAST($2 AS DATE);
