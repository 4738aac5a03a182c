-- Take a version out of a table.
-- params: geo_version
DELETE FROM /*{geo_table:identifier}*/
WHERE geo_version = CAST($1 AS BIGINT);
