-- Part of insert_units: there is a value in the column.
-- params: none
  AND file_unit./*{present:identifier}*/ > 0
