-- Part of insert_sums: units with what they did.
-- params: none
  LEFT JOIN /*{block:identifier}*/ ON unit.unit_number = /*{block:identifier}*/.unit_number
