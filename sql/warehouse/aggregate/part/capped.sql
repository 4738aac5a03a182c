-- Part of insert_sums: a unit's value, and no more than the cap; a share is whether there is a row at all.
-- params: none
    CAST(LEAST(/*{total:fragment}*/, /*{cap:fragment}*/) AS BIGINT) AS /*{name:identifier}*/
