-- Part of insert_sums: before the exposure.
-- params: none
    CAST(SUM(CASE WHEN experiment_unit_day.is_before THEN experiment_unit_day./*{value:identifier}*/ END) AS BIGINT) AS /*{name:identifier}*/
