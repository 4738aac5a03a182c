-- Part of insert_sums: a number of such a row.
-- params: none
    experiment_unit_amount./*{value:identifier}*/ AS /*{name:identifier}*/
