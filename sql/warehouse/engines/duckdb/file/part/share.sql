-- Part of insert_values: whether there is anything at all.
-- params: none
  CASE WHEN file_unit./*{total:identifier}*/ > 0 THEN 1 ELSE 0 END AS /*{name:identifier}*/
