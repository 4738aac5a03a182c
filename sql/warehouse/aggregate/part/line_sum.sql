-- Part of insert_sums: a sum of a line.
-- params: none
  CAST(/*{sign:integer}*/ * summed./*{value:identifier}*/ AS DECIMAL(38, 0)) AS /*{name:identifier}*/
