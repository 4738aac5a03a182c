-- Part of insert_sums: units with anything but 0.
-- params: none
    SUM(CASE WHEN valued./*{value:identifier}*/ <> 0 THEN 1 ELSE 0 END) AS /*{name:identifier}*/
