-- Which Redshift answers? The text begins with the PostgreSQL that it grew from.
-- params: none
SELECT SPLIT_PART(VERSION(), 'Redshift ', 2) AS version;
