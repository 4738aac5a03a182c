-- Part of read_fact: what a row adds to a unit's value, in its days to act.
-- params: none
    CASE
      WHEN final_fact.time >= unit./*{from:identifier}*/
        AND final_fact.time < unit./*{until:identifier}*//*{final:fragment}*//*{filters:fragment}*/
      THEN /*{value:fragment}*/
    END AS /*{name:identifier}*/
