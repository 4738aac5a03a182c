-- Part of stage_units: what the rows of a unit have in a column, as whole numbers: their sum, the lowest and the highest, how
-- many there are, and how many are no numbers.
-- params: none
  CAST(SUM(judged./*{name:identifier}*/) AS BIGINT) AS /*{total:identifier}*/,
  MIN(judged./*{name:identifier}*/) AS /*{lowest:identifier}*/,
  MAX(judged./*{name:identifier}*/) AS /*{highest:identifier}*/,
  COUNT(judged./*{column:identifier}*/) AS /*{present:identifier}*/,
  COUNT(judged./*{column:identifier}*/) - COUNT(judged./*{name:identifier}*/) AS /*{ill:identifier}*/
