-- Part of read_fact: what a row adds to a unit's covariate, if it is final before the exposure.
-- params: none
    CASE
      WHEN final_fact.time >= unit./*{from:identifier}*/
        AND final_fact.settled_at < unit.exposed_at/*{filters:fragment}*/
      THEN /*{value:fragment}*/
    END AS /*{name:identifier}*/
