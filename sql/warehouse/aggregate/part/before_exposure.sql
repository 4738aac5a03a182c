-- Part of insert_sums: rows of what came before it.
-- params: none
experiment_unit_day.is_before
