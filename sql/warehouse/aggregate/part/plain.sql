-- Part of insert_sums: a unit's value.
-- params: none
    CAST(/*{total:fragment}*/ AS BIGINT) AS /*{name:identifier}*/
