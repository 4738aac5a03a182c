-- Snapshots that have been kept long enough; the latest one stays.
-- params: before
DELETE FROM /*{table:fragment}*/
WHERE snapshot_on < CAST($1 AS DATE);
