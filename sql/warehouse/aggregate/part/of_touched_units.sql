-- Part of insert_sums: those units only whose share changes.
-- params: none
  INNER JOIN touched_unit ON /*{table:identifier}*/.unit_number = touched_unit.unit_number
