-- Part of insert_units: all rows of the unit have the same value in the column.
-- params: none
  AND COALESCE(file_unit./*{lowest:identifier}*/ = file_unit./*{highest:identifier}*/, TRUE)
