-- Part of insert_sums: a number of units of a line.
-- params: none
  CAST(/*{sign:integer}*/ * summed./*{value:identifier}*/ AS BIGINT) AS /*{name:identifier}*/
