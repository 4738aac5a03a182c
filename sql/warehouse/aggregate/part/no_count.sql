-- Part of insert_sums: a line without it.
-- params: none
  CAST(NULL AS BIGINT) AS /*{name:identifier}*/
