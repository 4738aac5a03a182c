-- Which attributes may conditions name? With none, any.
-- params: none
SELECT
  flag_attribute.name AS name,
  flag_attribute.type AS type,
  flag_attribute.description AS description
FROM flag_attribute
ORDER BY flag_attribute.name COLLATE "C" ASC;
