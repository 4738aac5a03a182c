-- Part of insert_values: a sum.
-- params: none
  file_unit./*{total:identifier}*/ AS /*{name:identifier}*/
