-- Part of read_fact: what a unit's rows add to a line.
-- params: none
  CAST(SUM(counted./*{name:identifier}*/) AS BIGINT) AS /*{name:identifier}*/
