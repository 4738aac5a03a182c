-- Part of insert_sums: a unit's value.
-- params: none
    CAST(/*{total:fragment}*/ AS DECIMAL(38, 0)) AS /*{name:identifier}*/
