-- Part of insert_sums: a line without it.
-- params: none
  CAST(NULL AS DECIMAL(38, 0)) AS /*{name:identifier}*/
