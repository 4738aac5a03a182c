-- Part of insert_sums: over the rows of a unit.
-- params: none
    CAST(SUM(experiment_unit_amount./*{value:identifier}*/) AS BIGINT) AS /*{name:identifier}*/
