-- Part of insert_sums: rows of what came after the exposure.
-- params: none
NOT experiment_unit_day.is_before
