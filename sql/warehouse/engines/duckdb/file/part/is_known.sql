-- Part of insert_units: every value in the column is a number.
-- params: none
  AND file_unit./*{ill:identifier}*/ = 0
