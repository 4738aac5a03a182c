-- Which migrations has this database seen, and with which text?
-- params: none
SELECT
  migration.name AS name,
  migration.checksum AS checksum
FROM migration
ORDER BY migration.name ASC;
