-- Part of insert_sums: from the exposure on.
-- params: none
    SUM(CASE WHEN NOT experiment_unit_day.is_before THEN experiment_unit_day./*{value:identifier}*/ END) AS /*{name:identifier}*/
