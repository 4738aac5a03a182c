-- Part of insert_values: a value that has no time before.
-- params: none
  CAST(NULL AS BIGINT) AS /*{name:identifier}*/
