-- Part of insert_sums: from the exposure on.
-- params: none
    CAST(SUM(CASE WHEN NOT experiment_unit_day.is_before THEN experiment_unit_day./*{value:identifier}*/ END) AS BIGINT) AS /*{name:identifier}*/
