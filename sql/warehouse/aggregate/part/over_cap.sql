-- Part of insert_sums: whether a unit has more than the cap.
-- params: none
    CASE WHEN /*{total:fragment}*/ > /*{cap:fragment}*/ THEN 1 ELSE 0 END AS /*{name:identifier}*/
