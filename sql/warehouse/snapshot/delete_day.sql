-- What was known of that day before.
-- params: snapshot_on
DELETE FROM /*{table:fragment}*/
WHERE snapshot_on = CAST($1 AS DATE);
