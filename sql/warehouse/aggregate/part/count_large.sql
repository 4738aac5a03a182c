-- Part of insert_sums: units without a cube.
-- params: none
    SUM(CASE WHEN /*{small:fragment}*/ THEN 0 ELSE 1 END) AS /*{name:identifier}*/
